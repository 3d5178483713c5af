package io.crier.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.handler.ssl.SslHandler;

/**
 * Writes through TLS. What was encrypted is this client's alone and can neither be shared nor taken
 * back, so it takes less at once than others do: two records.
 */
final class TlsWire extends ChannelWire {
    static final int WRITE_BYTES_MAX = 32 * 1024;

    private final Channel channel;

    TlsWire(Channel channel, Endings endings) {
        super(channel, endings);
        this.channel = channel;
    }

    @Override
    public int write(ByteBuf block, int start, int end) {
        return super.write(block, start, Math.min(end, start + WRITE_BYTES_MAX));
    }

    /** Who has not read what was sent before is not told that this is the end. */
    @Override
    ChannelOutboundInvoker unread() {
        ChannelHandlerContext encryption = channel.pipeline().context(SslHandler.class);
        return encryption == null ? channel : encryption;
    }
}
