package io.crier.server.proof;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.File;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What a server could leave behind in this process. */
record Leftovers(Set<String> threads, int files, long directBytes) {
    static Leftovers now() {
        Set<String> threads =
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.contains("crier"))
                        .collect(Collectors.toSet());
        int files = Objects.requireNonNull(new File("/proc/self/fd").list()).length;
        return new Leftovers(
                threads, files, UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory());
    }
}
