package io.crier.cli.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One buffer into which every connection of a thread receives, so that it stays in the processor's
 * cache. Before what is received there is room for what a connection had left over.
 */
final class Intake extends DefaultMaxMessagesRecvByteBufAllocator {
    /** The most that a connection can leave over for its next read. */
    static final int LEFT_OVER_MAX = 64 << 10;

    private static final int READ_MAX = 256 << 10;

    /** Who looks through received bytes. */
    interface Reader {
        /** Bytes {@code from} to {@code to} are new; those before may be written over. */
        void read(ByteBuffer in, int from, int to);
    }

    private final ByteBuffer bytes;
    private final ByteBuf receiving;

    Intake() {
        bytes = ByteBuffer.allocateDirect(LEFT_OVER_MAX + READ_MAX).order(ByteOrder.LITTLE_ENDIAN);
        receiving = Unpooled.wrappedBuffer(bytes.duplicate());
    }

    /** Hands on what arrived in {@code in}, which is borrowed: this buffer, or one after TLS. */
    @SuppressWarnings("ReferenceEquality") // this very buffer
    void take(ByteBuf in, Reader reader) {
        if (in == receiving) {
            reader.read(bytes, LEFT_OVER_MAX, in.writerIndex());
            return;
        }
        while (in.isReadable()) {
            int length = Math.min(in.readableBytes(), READ_MAX);
            ByteBuffer part = bytes.duplicate();
            part.limit(LEFT_OVER_MAX + length).position(LEFT_OVER_MAX);
            in.readBytes(part);
            reader.read(bytes, LEFT_OVER_MAX, LEFT_OVER_MAX + length);
        }
    }

    @Override
    @SuppressWarnings("deprecation") // the interface still asks for it
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                return receiving.retain().setIndex(LEFT_OVER_MAX, LEFT_OVER_MAX);
            }

            @Override
            public int guess() {
                return READ_MAX;
            }
        };
    }
}
