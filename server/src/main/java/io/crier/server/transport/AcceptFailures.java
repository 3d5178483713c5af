package io.crier.server.transport;

import io.crier.server.threading.OnLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when the system does not let a connection be accepted, for want of descriptors
 * mostly: it waits in the system's queue, and is tried again a second later. The log says so at
 * most once a minute.
 */
@OnLoop
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptFailures.class);
    private static final long AGAIN_SECONDS = 1;
    private static final long TELL_SECONDS = 60;

    private boolean told;

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a task that fails is logged by the event loop
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Channel listening = context.channel();
        listening.config().setAutoRead(false);
        context.executor()
                .schedule(
                        () -> listening.config().setAutoRead(true),
                        AGAIN_SECONDS,
                        TimeUnit.SECONDS);
        if (!told) {
            told = true;
            LOG.warn(
                    "cannot accept connections on {}, tries again every second: {}",
                    listening.localAddress(),
                    cause.getMessage());
            context.executor().schedule(() -> told = false, TELL_SECONDS, TimeUnit.SECONDS);
        }
    }
}
