package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A log whose lines go into a pipe, which holds few of them until it is read. */
final class LogWriterTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Pattern GAP =
            Pattern.compile("left out (?<lines>\\d+) lines of the log, .*");

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("test");
    private final Pipe pipe = Pipe.open();

    LogWriterTest() throws IOException {}

    /** Whoever still writes fails. */
    @AfterEach
    void closePipe() throws IOException {
        pipe.source().close();
    }

    @Test
    void linesAreWrittenInTheirOrderAndAllAreThereInTheEnd() {
        LogWriter writer = started(LONG);
        log(1, 50);
        writer.stop();

        assertThat(read()).isEqualTo(numbers(1, 50));
    }

    @Test
    void whoLogsDoesNotWaitForAPipeThatNobodyReadsAndWhatIsLeftOutIsCounted() {
        LogWriter writer = started(LONG);
        int logged = 10 * LogWriter.WAITING_MAX;
        log(1, logged);
        Thread ending = Thread.ofPlatform().start(writer::stop);
        List<String> lines = read();

        assertThat(lines).anyMatch(line -> GAP.matcher(line).matches());
        int next = 1;
        for (String line : lines) {
            Matcher gap = GAP.matcher(line);
            if (gap.matches()) {
                next += Integer.parseInt(gap.replaceFirst("${lines}"));
            } else {
                assertThat(line).isEqualTo(String.valueOf(next++));
            }
        }
        assertThat(next).isEqualTo(logged + 1);
        assertThat(joined(ending)).isTrue();
    }

    @Test
    void aPipeThatNobodyReadsDoesNotKeepTheLogFromEnding() {
        LogWriter writer = started(Duration.ofMillis(1));
        log(1, 10 * LogWriter.WAITING_MAX);

        writer.stop();

        assertThat(writer.isStarted()).isFalse();
    }

    private LogWriter started(Duration endMax) {
        context.setMDCAdapter(new LogbackMDCAdapter());
        PatternLayoutEncoder line = new PatternLayoutEncoder();
        line.setContext(context);
        line.setPattern("%msg%n");
        line.start();
        OutputStreamAppender<ILoggingEvent> target = new OutputStreamAppender<>();
        target.setContext(context);
        target.setEncoder(line);
        target.setOutputStream(Channels.newOutputStream(pipe.sink()));
        target.start();
        LogWriter writer = new LogWriter(target, logger, endMax);
        writer.setContext(context);
        writer.start();
        logger.addAppender(writer);
        return writer;
    }

    private void log(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(number -> logger.info("{}", number));
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).toList();
    }

    /** Everything, until the log has ended. */
    private List<String> read() {
        return new BufferedReader(Channels.newReader(pipe.source(), StandardCharsets.UTF_8))
                .lines()
                .toList();
    }

    private static boolean joined(Thread thread) {
        try {
            return thread.join(LONG);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
