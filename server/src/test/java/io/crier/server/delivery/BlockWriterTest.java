package io.crier.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

final class BlockWriterTest {
    @Test
    void aBlockIsStillThereWhenThereIsNoMemoryForTheNext() {
        Scarce memory = new Scarce();
        BlockWriter writer = new BlockWriter(memory);
        ByteBuf block = writer.room(1).retain();
        block.writeZero(BlockWriter.BLOCK_BYTES - 10);
        memory.exhausted = true;

        assertThatThrownBy(() -> writer.room(11)).isInstanceOf(OutOfMemoryError.class);

        assertThat(writer.room(10)).isSameAs(block);
        writer.close();
        assertThat(block.refCnt()).isEqualTo(1);
        block.release();
    }

    /** Memory that can come to its end. */
    private static final class Scarce extends AbstractByteBufAllocator {
        private boolean exhausted;

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            return UnpooledByteBufAllocator.DEFAULT.heapBuffer(initialCapacity, maxCapacity);
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            if (exhausted) {
                throw new OutOfMemoryError("as arranged");
            }
            return UnpooledByteBufAllocator.DEFAULT.directBuffer(initialCapacity, maxCapacity);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }
}
