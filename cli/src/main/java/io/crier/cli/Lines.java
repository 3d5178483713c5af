package io.crier.cli;

import org.jspecify.annotations.Nullable;

/** Where a command's input lines come from: a person at a prompt, or a pipe. */
interface Lines extends AutoCloseable {
    /**
     * Waits for the next line.
     *
     * @return its bytes without the line's end, or null when no more follow
     * @throws Failure when the user pressed Ctrl-C or the input cannot be read
     */
    byte @Nullable [] next();

    @Override
    void close();
}
