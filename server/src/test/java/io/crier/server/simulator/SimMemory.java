package io.crier.server.simulator;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;

/**
 * Counts the bytes of every buffer until it is released; an allocation is a place where loops
 * interleave.
 */
final class SimMemory extends AbstractByteBufAllocator {
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);
    private final Runnable asked;

    SimMemory(Runnable asked) {
        super(true);
        this.asked = asked;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return memory.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        asked.run();
        return memory.directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return false;
    }

    /** Bytes outside the heap that are not released yet. */
    long directBytes() {
        return memory.metric().usedDirectMemory();
    }

    /** Bytes of all buffers that are not released yet. */
    long bytes() {
        return memory.metric().usedDirectMemory() + memory.metric().usedHeapMemory();
    }
}
