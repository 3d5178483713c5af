package io.crier.server.command;

import io.crier.server.session.LoopSessions;
import io.crier.server.telemetry.CommandStats;
import java.util.List;
import java.util.function.Function;

/** The loops' counts of commands, put together. */
final class Statistics {
    private Statistics() {}

    /** To be asked of each loop. */
    static Function<LoopSessions, CommandStats> question(Dispatcher dispatcher) {
        return sessions -> dispatcher.meter(sessions.loop().index()).stats().copy();
    }

    static CommandStats sum(List<CommandStats> all) {
        CommandStats sum = all.getFirst().copy();
        all.subList(1, all.size()).forEach(sum::add);
        return sum;
    }
}
