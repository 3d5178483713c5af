package io.crier.server.transport;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The calls of the C library that {@link Ring} needs; Linux, whatever the processor. */
@SuppressWarnings("restricted") // calls into C: native access is what this class is for
final class RingCalls {
    /** EINTR. */
    static final int INTERRUPTED = 4;

    private static final long IO_URING_SETUP = 425;
    private static final long IO_URING_ENTER = 426;
    private static final long ENTER_GET_EVENTS = 1;
    private static final int READ_AND_WRITE = 3;

    /** MAP_SHARED | MAP_POPULATE. */
    private static final int SHARED_AND_POPULATED = 0x8001;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_OF =
            Linker.Option.captureStateLayout()
                    .varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /** Where a failed call leaves its reason; belongs to the calling thread. */
    private static final ThreadLocal<MemorySegment> STATE =
            ThreadLocal.withInitial(
                    () -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

    private static final MethodHandle SYSCALL =
            LINKER.downcallHandle(
                    LIBRARY.findOrThrow("syscall"),
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                            JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(1),
                    ERRNO);

    private static final MethodHandle MMAP =
            LINKER.downcallHandle(
                    LIBRARY.findOrThrow("mmap"),
                    FunctionDescriptor.of(
                            ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
                    ERRNO);

    private static final MethodHandle MUNMAP =
            LINKER.downcallHandle(
                    LIBRARY.findOrThrow("munmap"),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

    private static final MethodHandle CLOSE =
            LINKER.downcallHandle(
                    LIBRARY.findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private RingCalls() {}

    /** The descriptor of a new ring; {@code params} tells how it is laid out. */
    static int setup(int entries, MemorySegment params) throws IOException {
        int descriptor = syscall(IO_URING_SETUP, entries, params.address(), 0, 0);
        if (descriptor < 0) {
            throw new IOException("io_uring_setup: error " + -descriptor);
        }
        return descriptor;
    }

    /**
     * Submits requests and waits for completions.
     *
     * @return how many were submitted; an error below 0
     */
    static int enter(int ring, int submit, int complete) {
        return syscall(IO_URING_ENTER, ring, submit, complete, ENTER_GET_EVENTS);
    }

    private static int syscall(long number, long first, long second, long third, long fourth) {
        MemorySegment state = STATE.get();
        try {
            long result =
                    (long) SYSCALL.invokeExact(state, number, first, second, third, fourth, 0L, 0L);
            return result >= 0 ? (int) result : -(int) ERRNO_OF.get(state, 0L);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Maps memory that is shared with the kernel. */
    static MemorySegment map(int ring, long bytes, long offset) throws IOException {
        MemorySegment state = STATE.get();
        try {
            MemorySegment mapped =
                    (MemorySegment)
                            MMAP.invokeExact(
                                    state,
                                    MemorySegment.NULL,
                                    bytes,
                                    READ_AND_WRITE,
                                    SHARED_AND_POPULATED,
                                    ring,
                                    offset);
            if (mapped.address() == -1) {
                throw new IOException("mmap of io_uring: error " + (int) ERRNO_OF.get(state, 0L));
            }
            return mapped.reinterpret(bytes);
        } catch (IOException failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static void unmap(MemorySegment mapped) {
        try {
            int ignored = (int) MUNMAP.invokeExact(mapped, mapped.byteSize());
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static void close(int descriptor) {
        try {
            int ignored = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
