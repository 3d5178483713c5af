package io.crier.server.transport;

import io.crier.server.threading.Loop;
import io.crier.server.threading.OnLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundInvoker;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Closes those of a loop's sockets that were not read from. The system has to throw away what it
 * holds for each, so a thousand of them in one turn of the loop would keep everybody else waiting:
 * some go in each turn, in the order in which they came.
 */
@OnLoop
final class Closings {
    /** Sockets closed in one turn at most. */
    static final int AT_ONCE_MAX = 8;

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Loop loop;
    private final ArrayDeque<ChannelOutboundInvoker> waiting = new ArrayDeque<>();
    private boolean pausing;

    Closings(Loop loop) {
        this.loop = loop;
    }

    /**
     * Has {@code closer} close a channel, now or some turns later; nothing is read from it any
     * more.
     */
    void close(Channel channel, ChannelOutboundInvoker closer) {
        channel.config().setAutoRead(false);
        waiting.add(closer);
        if (!pausing) {
            closeSome();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the handler is told when the channel is closed
    private void closeSome() {
        for (int i = 0; i < AT_ONCE_MAX && !waiting.isEmpty(); i++) {
            waiting.remove().close();
        }
        pausing = true;
        loop.schedule(this::goOn, PAUSE);
    }

    private void goOn() {
        pausing = false;
        if (!waiting.isEmpty()) {
            closeSome();
        }
    }
}
