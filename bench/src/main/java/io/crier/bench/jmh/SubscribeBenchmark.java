package io.crier.bench.jmh;

import io.crier.protocol.Dialect;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.session.Session;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.threading.SystemClock;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A client that subscribes and unsubscribes, confirmations included, on a node that is in use. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // set up before each trial
public class SubscribeBenchmark {
    private static final int IN_USE = 10_000;

    @Param({"1", "100"})
    private int names;

    /** Whether the node lists who is present, and on which channels. */
    @Param({"no", "elsewhere"})
    private String presence;

    private BenchNode node;
    private Session client;
    private List<Bytes> shared;
    private List<Bytes> own;
    private List<Bytes> patterns;

    @Setup
    public void useNode() {
        Settings settings = Settings.defaults();
        if (presence.equals("elsewhere")) {
            settings = settings.with(SettingTable.PRESENCE, List.of(Bytes.of("elsewhere:*")));
        }
        node =
                new BenchNode(
                        UnpooledByteBufAllocator.DEFAULT,
                        new LiveSettings(settings, null),
                        new SystemClock());
        Session other = node.connect(Dialect.RESP2);
        List<Bytes> channels = Words.channels(IN_USE + names);
        List<Bytes> globs = Words.patterns(IN_USE + names);
        other.subscribe(Kind.CHANNEL, channels.subList(0, IN_USE));
        other.reply().take();
        other.subscribe(Kind.PATTERN, globs.subList(0, IN_USE));
        other.reply().take();
        client = node.connect(Dialect.RESP2);
        client.identity().name(Bytes.of("alice"));
        shared = List.copyOf(channels.subList(0, names));
        own = List.copyOf(channels.subList(IN_USE, IN_USE + names));
        patterns = List.copyOf(globs.subList(IN_USE, IN_USE + names));
    }

    @TearDown
    public void close() {
        node.close();
    }

    /** Channels that somebody else holds. */
    @Benchmark
    public long joinAndLeaveShared() {
        return joinAndLeave(Kind.CHANNEL, shared);
    }

    /** Channels that nobody else holds. */
    @Benchmark
    public long joinAndLeaveOwn() {
        return joinAndLeave(Kind.CHANNEL, own);
    }

    /** Patterns that nobody else holds. */
    @Benchmark
    public long joinAndLeavePatterns() {
        return joinAndLeave(Kind.PATTERN, patterns);
    }

    private long joinAndLeave(Kind kind, List<Bytes> list) {
        client.reply().begin();
        client.subscribe(kind, list);
        client.reply().finish();
        client.reply().begin();
        client.unsubscribe(kind, list);
        client.reply().finish();
        node.loop().runAll();
        return node.wire().taken();
    }
}
