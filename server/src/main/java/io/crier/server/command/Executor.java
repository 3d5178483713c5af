package io.crier.server.command;

/**
 * What a command does: reads its arguments from the call and writes exactly one reply to it, or
 * defers it.
 */
@FunctionalInterface
public interface Executor {
    void run(Call call);
}
