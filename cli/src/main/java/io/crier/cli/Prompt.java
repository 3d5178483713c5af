package io.crier.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Sized;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Lines that a person types at this process's terminal, with editing and history. */
final class Prompt implements Lines {
    /** JLine's ways to a terminal, the quickest to start first; the others where it cannot. */
    private static final String PROVIDERS = "jni,exec,ffm";

    private static final Sized ASSUMED_SIZE = Size.of(80, 24);

    private final Terminal terminal;
    private final LineReader reader;
    private volatile String prompt;

    /**
     * @param prompt shown before each line
     * @param erase takes a typed line off the screen once it is entered
     */
    Prompt(String prompt, boolean erase) {
        this.prompt = prompt;
        try {
            // Asking the terminal what it can do costs up to half a second where it does not
            // answer.
            terminal =
                    TerminalBuilder.builder()
                            .system(true)
                            .encoding(StandardCharsets.UTF_8)
                            .graphemeCluster(false)
                            .providers(PROVIDERS)
                            .build();
            if (terminal.getColumns() == 0) {
                // Nobody told the terminal its size, and a prompt needs room.
                terminal.setSize(ASSUMED_SIZE);
            }
        } catch (IOException e) {
            throw Failure.failed("cannot use the terminal: " + e.getMessage());
        }
        reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        // What is typed is sent as typed, and pasted lines are lines.
                        .option(Option.DISABLE_EVENT_EXPANSION, true)
                        .option(Option.BRACKETED_PASTE, false)
                        .option(Option.INSERT_TAB, true)
                        .option(Option.ERASE_LINE_ON_FINISH, erase)
                        .build();
    }

    @Override
    public byte @Nullable [] next() {
        try {
            return reader.readLine(prompt).getBytes(StandardCharsets.UTF_8);
        } catch (EndOfFileException e) {
            return null;
        } catch (UserInterruptException e) {
            throw Failure.quiet(Failure.INTERRUPTED);
        }
    }

    void prompt(String next) {
        prompt = next;
    }

    /** Shows a line above the one being typed, which stays as it is. Any thread may call it. */
    void printAbove(String line) {
        reader.printAbove(line);
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw Failure.failed("cannot restore the terminal: " + e.getMessage());
        }
    }
}
