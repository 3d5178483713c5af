package io.crier.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;

/**
 * A client of an {@link EmbeddedNode}. As a socket does, it copies what is written to it at once:
 * the server may write over those bytes afterwards.
 */
public final class EmbeddedClient extends EmbeddedChannel {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    EmbeddedClient() {}

    @Override
    protected void handleOutboundMessage(Object written) {
        ByteBuf part = (ByteBuf) written;
        byte[] bytes = new byte[part.readableBytes()];
        part.readBytes(bytes).release();
        said.writeBytes(bytes);
    }

    /** What the server has written since this was asked last. */
    public byte[] said() {
        byte[] all = said.toByteArray();
        said.reset();
        return all;
    }
}
