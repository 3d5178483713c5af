package io.crier.server.transport;

import io.crier.server.command.Conversation;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: what it reads goes to the conversation; when it ends, the reason is
 * counted and logged.
 */
@OnLoop
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private static final byte TLS_HANDSHAKE = 22;
    private static final byte TLS_MAJOR_VERSION = 3;
    private static final CloseReason TLS_HERE =
            CloseReason.of(
                    CloseReason.Kind.PROTOCOL_ERROR, "TLS on a port without it (see tls-port)");

    private final Conversation conversation;
    private final ChannelWire wire;
    private boolean heard;

    Connection(Conversation conversation, ChannelWire wire) {
        this.conversation = conversation;
        this.wire = wire;
        wire.beforeClosing(conversation::end);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        ByteBuf read = (ByteBuf) bytes;
        if (!heard) {
            heard = true;
            if (isTls(read)) {
                read.release();
                wire.close(TLS_HERE);
                return;
            }
        }
        conversation.receive(read);
    }

    /** Whether these bytes begin a handshake of TLS; no request begins so. */
    private static boolean isTls(ByteBuf bytes) {
        int at = bytes.readerIndex();
        return bytes.readableBytes() >= 2
                && bytes.getByte(at) == TLS_HANDSHAKE
                && bytes.getByte(at + 1) == TLS_MAJOR_VERSION;
    }

    /** Who has nothing more to ask may still wait for what was asked. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            conversation.inputEnded();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        CloseReason broken;
        if (cause instanceof IOException error) {
            broken = Broken.reason(error);
        } else {
            broken = CloseReason.ofFailure(cause);
            if (broken.kind() == CloseReason.Kind.INTERNAL_ERROR) {
                LOG.error(
                        "internal error in the connection {}",
                        conversation.session().peer().address(),
                        cause);
            }
        }
        wire.close(broken);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        conversation.end();
        wire.note(conversation.session());
    }
}
