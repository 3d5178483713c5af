package io.crier.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command with one line for its user and an exit status; never shown as a stack trace. */
final class Failure extends RuntimeException {
    /** Something went wrong outside: the server, the network, a file. */
    static final int FAILED = 1;

    /** The command line itself was wrong. */
    static final int USAGE = 2;

    /** 128 + SIGINT, as a shell reports a program that Ctrl-C ended. */
    static final int INTERRUPTED = 130;

    /** 128 + SIGPIPE, as a shell reports a program whose reader went away. */
    static final int OUTPUT_CLOSED = 141;

    private static final long serialVersionUID = 1;

    private final int status;

    private Failure(@Nullable String line, int status) {
        super(line, null, false, false);
        this.status = status;
    }

    static Failure failed(String line) {
        return new Failure(line, FAILED);
    }

    static Failure usage(String line) {
        return new Failure(line, USAGE);
    }

    /** Ends without a word, because the user knows: Ctrl-C, a closed pipe. */
    static Failure quiet(int status) {
        return new Failure(null, status);
    }

    int status() {
        return status;
    }
}
