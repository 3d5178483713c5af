package io.crier.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.testing.HandLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ClosingsTest {
    private static final int CHANNELS = 10 * Closings.AT_ONCE_MAX;

    private final HandLoop loop = new HandLoop();
    private final Closings closings = new Closings(loop);
    private final List<Integer> closed = new ArrayList<>();

    @Test
    void aSingleSocketIsClosedAtOnce() {
        close(channel(1));

        assertThat(closed).containsExactly(1);
    }

    @Test
    void manySocketsAreClosedSomeInEachTurnAndInTheirOrder() {
        List<Integer> all = Stream.iterate(1, i -> i + 1).limit(CHANNELS).toList();
        all.forEach(number -> close(channel(number)));

        int before = closed.size();
        assertThat(before).isBetween(1, Closings.AT_ONCE_MAX);
        while (loop.turn()) {
            assertThat(closed.size() - before).isBetween(0, Closings.AT_ONCE_MAX);
            before = closed.size();
        }
        assertThat(closed).isEqualTo(all);
    }

    @Test
    void aSocketThatWaitsForItsCloseIsNotReadFrom() {
        close(channel(1));
        EmbeddedChannel waiting = channel(2);
        close(waiting);

        assertThat(waiting.isOpen()).isTrue();
        assertThat(waiting.config().isAutoRead()).isFalse();
    }

    @Test
    void afterARestASocketIsClosedAtOnceAgain() {
        close(channel(1));
        loop.turn();
        close(channel(2));

        assertThat(closed).containsExactly(1, 2);
    }

    private void close(EmbeddedChannel channel) {
        closings.close(channel, channel);
    }

    private EmbeddedChannel channel(int number) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.closeFuture().addListener(_ -> closed.add(number));
        return channel;
    }
}
