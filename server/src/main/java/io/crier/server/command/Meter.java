package io.crier.server.command;

import io.crier.server.message.Bytes;
import io.crier.server.session.Session;
import io.crier.server.settings.Settings;
import io.crier.server.telemetry.CommandStats;
import io.crier.server.threading.OnLoop;
import java.util.List;
import java.util.function.Supplier;

/**
 * Measures the commands of one loop: counts and times for INFO, the slow log, the events of
 * LATENCY. Publishes that are gathered are timed together, from the first request of the burst to
 * its last reply, so that each costs no clock; their latency is the mean. Only when nearly every
 * command is to be logged, each is measured by itself.
 */
@OnLoop
final class Meter {
    private static final long EACH_BELOW_MICROS = 1_000;

    private final Node node;
    private final CommandStats stats;
    private final int publish;
    private final int spublish;
    private Settings settings;
    private long slowMicros;
    private long slowLengthMax;
    private long eventMillis;
    private boolean tracking;
    private boolean ratesAreSet;
    private int gathered;
    private int shardGathered;
    private long gatheredSince;

    Meter(Node node, int commands, Command publish, Command spublish) {
        this.node = node;
        this.stats = new CommandStats(commands);
        this.publish = publish.ordinal();
        this.spublish = spublish.ordinal();
        this.settings = node.settings().current();
        follow(settings);
    }

    CommandStats stats() {
        return stats;
    }

    @SuppressWarnings("ReferenceEquality") // settings change by being replaced
    private void follow() {
        Settings now = node.settings().current();
        if (now != settings) {
            follow(now);
        }
    }

    private void follow(Settings now) {
        settings = now;
        slowMicros = now.slowlogMicros();
        slowLengthMax = now.slowlogLengthMax();
        eventMillis = now.latencyMonitorMillis();
        tracking = now.latencyTracking();
        ratesAreSet = !now.publishRates().isEmpty() || !now.publishByteRates().isEmpty();
    }

    /** Whether a publish may join a burst, which is then measured as one. */
    boolean maySharePublishes() {
        follow();
        return slowMicros < 0 || slowMicros >= EACH_BELOW_MICROS;
    }

    /**
     * Whether there are users who may not publish as much as they like; as of the last question
     * that followed the settings.
     */
    boolean ratesAreSet() {
        return ratesAreSet;
    }

    boolean ratesAreSetNow() {
        follow();
        return ratesAreSet;
    }

    /** A publish is about to join the burst. */
    void gathering(boolean shard) {
        if (gathered++ == 0) {
            gatheredSince = node.clock().nanos();
        }
        if (shard) {
            shardGathered++;
        }
    }

    /** A burst took effect and was answered; with no message if it came to nothing. */
    void published(Session session, int count) {
        int shards = Math.min(count, shardGathered);
        gathered = 0;
        shardGathered = 0;
        if (count == 0) {
            return;
        }
        node.counters().publishes.add(count);
        node.counters().commands.add(count);
        long nanos = node.clock().nanos() - gatheredSince;
        long each = nanos / count;
        count(spublish, shards, each);
        count(publish, count - shards, each);
        if (isSlow(each)) {
            Bytes note =
                    Bytes.of("... (" + count + " gathered publishes, the mean of their times)");
            log(session, List.of(Bytes.of("PUBLISH"), note), each);
        }
        watch("fast-command", nanos);
    }

    private void count(int command, int times, long each) {
        if (times > 0) {
            stats.called(command, times, each * times);
            if (tracking) {
                stats.took(command, times, each);
            }
        }
    }

    /** A command ran for {@code nanos}. */
    void ran(Call call, Command command, long nanos) {
        ran(call, command, nanos, () -> SlowWords.of(call.request(), command));
    }

    /** A command ran for {@code nanos}; {@code words} are its request for the slow log. */
    void ran(Call call, Command command, long nanos, Supplier<List<Bytes>> words) {
        follow();
        node.counters().commands.increment();
        count(command.ordinal(), 1, nanos);
        if (call.failed() && call.command() == command) {
            stats.failed(command.ordinal());
        }
        if (isSlow(nanos) && !command.is(Flag.SKIP_SLOWLOG)) {
            log(call.session(), words.get(), nanos);
        }
        watch(command.is(Flag.FAST) ? "fast-command" : "command", nanos);
    }

    private boolean isSlow(long nanos) {
        return slowMicros >= 0 && nanos / 1_000 >= slowMicros;
    }

    private void log(Session session, List<Bytes> words, long nanos) {
        node.measurements()
                .slowLog()
                .add(
                        node.clock().epochMillis() / 1_000,
                        nanos / 1_000,
                        words,
                        session.peer().address(),
                        session.identity().name(),
                        slowLengthMax);
    }

    private void watch(String event, long nanos) {
        long millis = nanos / 1_000_000;
        if (eventMillis > 0 && millis >= eventMillis) {
            node.measurements().latency().add(event, node.clock().epochMillis() / 1_000, millis);
        }
    }
}
