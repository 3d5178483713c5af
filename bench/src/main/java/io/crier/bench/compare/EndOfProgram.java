package io.crier.bench.compare;

/** Has servers ended also when this program is: by Ctrl-C, or by a failure. */
final class EndOfProgram implements AutoCloseable {
    private final Thread hook;

    private EndOfProgram(Thread hook) {
        this.hook = hook;
    }

    static EndOfProgram closes(RunningServers servers) {
        Thread hook = new Thread(servers::close);
        Runtime.getRuntime().addShutdownHook(hook);
        return new EndOfProgram(hook);
    }

    /** From here on the end of the program changes nothing. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw Failure.failed("interrupted");
        }
    }
}
