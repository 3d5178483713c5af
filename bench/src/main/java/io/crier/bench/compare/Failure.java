package io.crier.bench.compare;

/** Ends the program with one line for its user and an exit status. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    private Failure(String line, int status) {
        super(line, null, false, false);
        this.status = status;
    }

    /** Something outside went wrong: a server, a file, a program that is missing. */
    static Failure failed(String line) {
        return new Failure(line, 1);
    }

    /** The command line was wrong. */
    static Failure usage(String line) {
        return new Failure(line, 2);
    }

    int status() {
        return status;
    }
}
