package io.crier.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command has of the outside: its three streams, which of them are terminals, and the
 * environment. Everything is written as UTF-8, whatever the locale.
 */
record Stdio(
        InputStream in,
        OutputStream out,
        OutputStream err,
        boolean inIsTerminal,
        boolean outIsTerminal,
        Map<String, String> environment) {

    /** The streams of this process. */
    static Stdio system() {
        return new Stdio(
                System.in,
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 8192),
                new FileOutputStream(FileDescriptor.err),
                isTerminal(0),
                isTerminal(1),
                System.getenv());
    }

    /** A user sits at both ends, so there is someone to prompt. */
    boolean isInteractive() {
        return inIsTerminal && outIsTerminal;
    }

    /** A colour-capable terminal whose user has not asked for none (https://no-color.org). */
    boolean hasColours() {
        return outIsTerminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /**
     * Prints bytes and a line feed at once.
     *
     * @throws Failure when nobody reads the output any more
     */
    void print(byte[] line) {
        try {
            synchronized (out) {
                out.write(line);
                out.write('\n');
                out.flush();
            }
        } catch (IOException e) {
            throw Failure.quiet(Failure.OUTPUT_CLOSED);
        }
    }

    void print(String line) {
        print(line.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells the user something that is not output: a pipe after this command does not get it. */
    void tell(String line) {
        try {
            synchronized (err) {
                err.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                err.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks /proc rather than isatty, which only native code could call; elsewhere the console. */
    @SuppressWarnings("SystemConsoleNull") // Since 25 it is null again without a terminal.
    private static boolean isTerminal(int descriptor) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException e) {
            return System.console() != null;
        }
    }
}
