package io.crier.cli.bench;

/** Ends a run without a result; the message is one line for the user. */
public final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchException(String line) {
        super(line, null, false, false);
    }
}
