package io.crier.cli;

/**
 * What {@code ./crier} runs once after a build, so that the JVM can keep the loaded and linked
 * classes of a typical run in its AOT cache. A class that is used here is there at once in every
 * later start.
 */
final class Training {
    private Training() {}

    public static void main(String[] args) {
        Main.run("--version");
        Main.run("--help");
        session();
    }

    /** A short publish/subscribe session: the server and the terminal programs, over a socket. */
    private static void session() {
        Main.run("-h");
    }
}
