package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.broker.Broker;
import io.crier.server.delivery.LoopDelivery;
import io.crier.server.delivery.Wire;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Peer;
import io.crier.server.session.Presence;
import io.crier.server.session.Publishing;
import io.crier.server.session.Session;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Settings;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.telemetry.Counters;
import io.crier.server.threading.Loop;
import io.crier.server.threading.SystemClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a loop counts for those who look at the dashboard. */
final class WatcherTest {
    private final LoopSessions sessions = sessions();
    private final LoopWeb web = new LoopWeb(sessions);
    private final Watcher watcher = web.watcher();
    private final Session publisher =
            new Session(1, sessions, new Silence(), new Peer("a:1", "b:2", -1, false), 0);
    private final Publishing publishing = new Publishing(publisher, count -> {});

    @AfterEach
    void close() {
        publisher.end();
        sessions.close();
    }

    @Test
    void whoLooksIsToldWhatIsPublishedFromThenOn() {
        publish("before");
        assertThat(look(0)).isEmpty();

        publish("x");
        publish("y");
        publish("x");

        assertThat(look(1_000)).isEqualTo(Map.of(Bytes.of("x"), 2, Bytes.of("y"), 1));
    }

    @Test
    void whileNobodyLooksNothingIsCounted() {
        look(0);
        watcher.rest(sessions, 10_001);
        publish("unseen");

        assertThat(look(20_000)).isEmpty();
        publish("seen");
        assertThat(look(21_000)).containsOnlyKeys(Bytes.of("seen"));
    }

    @Test
    void whoLooksOnceASecondMissesNothing() {
        look(0);
        for (long millis = 1_000; millis < 30_000; millis += 1_000) {
            publish("x");
            watcher.rest(sessions, millis);
            assertThat(look(millis)).containsEntry(Bytes.of("x"), 1);
        }
    }

    private Map<Bytes, Integer> look(long nowMillis) {
        return watcher.look(sessions, web, nowMillis, 0).published();
    }

    private void publish(String channel) {
        byte[] name = channel.getBytes(StandardCharsets.UTF_8);
        publishing.add(Kind.CHANNEL, Unpooled.wrappedBuffer(name), 0, name.length, 0, 0);
        publishing.settle();
    }

    private static LoopSessions sessions() {
        Broker broker = new Broker(1);
        SystemClock clock = new SystemClock();
        var allocator = UnpooledByteBufAllocator.DEFAULT;
        Loop loop = new StillLoop();
        LoopDelivery delivery = new LoopDelivery(broker, loop, clock, new Counters(), allocator);
        broker.attach(loop, delivery::drain, Long.MAX_VALUE);
        LiveSettings settings = new LiveSettings(Settings.defaults(), null);
        return new LoopSessions(broker, delivery, allocator, new Presence(settings, clock));
    }

    /** A loop with nothing to do: nobody listens here. */
    private static final class StillLoop implements Loop {
        @Override
        public int index() {
            return 0;
        }

        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public void execute(Runnable task) {}

        @Override
        public void schedule(Runnable task, Duration delay) {}
    }

    /** A client that takes every reply. */
    private static final class Silence implements Wire {
        @Override
        public int write(ByteBuf block, int start, int end) {
            return end - start;
        }

        @Override
        public long inFlight() {
            return 0;
        }

        @Override
        public void reading(boolean on) {}

        @Override
        public void close(CloseReason reason) {}
    }
}
