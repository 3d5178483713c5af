package io.crier.server.telemetry;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The memory that the process uses. Any thread may call. */
public final class MemoryUse {
    private static final List<BufferPoolMXBean> BUFFERS =
            ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);

    private final AtomicLong peak = new AtomicLong();
    private final long atStart = bytes();

    /** Heap that is in use, with what the collector has not found yet. */
    public long heapBytes() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /**
     * Buffers outside of the heap: those that Netty takes by itself, and those that the virtual
     * machine counts.
     */
    public long directBytes() {
        long counted = 0;
        for (BufferPoolMXBean pool : BUFFERS) {
            if (pool.getName().equals("direct")) {
                counted = pool.getMemoryUsed();
            }
        }
        return counted + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    /** Heap and buffers. */
    public long bytes() {
        return heapBytes() + directBytes();
    }

    public long bytesAtStart() {
        return atStart;
    }

    /** Notes what is used now, for the peak. */
    public void sample() {
        peak.accumulateAndGet(bytes(), Math::max);
    }

    /** The most that was seen by {@link #sample} or is used now. */
    public long peakBytes() {
        return Math.max(peak.get(), bytes());
    }
}
