package io.crier.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import io.crier.server.settings.LogLevel;
import io.crier.server.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The server's log: one line an event, to the standard output or a file. Set up in code, which
 * starts quicker.
 */
final class ServerLog {
    private static final String LINE = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %msg%n%ex";

    /** Somebody who does not read the log any more must not keep the server from ending. */
    private static final Duration END_MAX = Duration.ofSeconds(5);

    private ServerLog() {}

    /** Begins to log as the settings say; answers what stands against it, or null. */
    static @Nullable String start(Settings settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Path file = settings.logFile();
        if (file != null && !writable(file)) {
            return "logfile: '"
                    + file
                    + "' cannot be written; the path of a file in a folder that exists";
        }
        OutputStreamAppender<ILoggingEvent> appender =
                file == null ? new ConsoleAppender<>() : toFile(file);
        PatternLayoutEncoder line = new PatternLayoutEncoder();
        line.setContext(context);
        line.setPattern(LINE);
        line.start();
        appender.setContext(context);
        appender.setEncoder(line);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        LogWriter writer = new LogWriter(appender, root, END_MAX);
        writer.setContext(context);
        writer.start();
        root.addAppender(writer);
        context.getLogger("io.netty").setLevel(Level.WARN);
        level(settings.logLevel());
        return null;
    }

    /** Ends the log; what was logged before has been written, or could not be in some seconds. */
    static void stop() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static boolean writable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return Files.exists(file)
                ? Files.isWritable(file)
                : folder != null && Files.isWritable(folder);
    }

    private static FileAppender<ILoggingEvent> toFile(Path file) {
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setFile(file.toString());
        return appender;
    }

    /** Logs from now on what this level asks for. */
    static void level(LogLevel level) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(
                switch (level) {
                    case DEBUG, VERBOSE -> Level.DEBUG;
                    case NOTICE -> Level.INFO;
                    case WARNING -> Level.WARN;
                    case NOTHING -> Level.OFF;
                });
    }
}
