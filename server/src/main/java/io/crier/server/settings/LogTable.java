package io.crier.server.settings;

import static io.crier.server.settings.Setting.atStart;
import static io.crier.server.settings.Setting.running;

import java.util.List;

/** The settings of the log, of the slow log and of what is measured of commands. */
public final class LogTable {
    public static final Setting<LogLevel> LOG_LEVEL =
            running(
                    "loglevel",
                    new OneOf<>(List.of(LogLevel.values()), LogLevel::word),
                    LogLevel.NOTICE,
                    "How much is logged.");
    public static final Setting<String> LOG_FILE =
            atStart(
                    "logfile",
                    new FilePath("the path of a file"),
                    "",
                    "File to log to; empty for the standard output.");
    public static final Setting<Long> SLOWLOG_SLOWER_THAN =
            running(
                    "slowlog-log-slower-than",
                    new WholeNumber(-1, Long.MAX_VALUE),
                    10_000L,
                    "Microseconds from which a command is kept in the slow log; 0 keeps all, -1"
                            + " none.");
    public static final Setting<Long> SLOWLOG_LENGTH_MAX =
            running(
                    "slowlog-max-len",
                    new WholeNumber(0, Long.MAX_VALUE),
                    128L,
                    "How many commands the slow log keeps.");
    public static final Setting<Long> LATENCY_MONITOR_THRESHOLD =
            running(
                    "latency-monitor-threshold",
                    new WholeNumber(0, Long.MAX_VALUE),
                    0L,
                    "Milliseconds from which an event is kept for LATENCY; 0 keeps none.");
    public static final Setting<Boolean> LATENCY_TRACKING =
            running(
                    "latency-tracking",
                    new YesNo(),
                    true,
                    "Whether the latency of every command is measured.");
    public static final Setting<List<Double>> LATENCY_PERCENTILES =
            running(
                    "latency-tracking-info-percentiles",
                    new Percentiles(),
                    List.of(50.0, 99.0, 99.9),
                    "Which percentiles INFO shows of the latency of commands.");

    static final List<Setting<?>> ROWS =
            List.of(
                    LOG_LEVEL,
                    LOG_FILE,
                    SLOWLOG_SLOWER_THAN,
                    SLOWLOG_LENGTH_MAX,
                    LATENCY_MONITOR_THRESHOLD,
                    LATENCY_TRACKING,
                    LATENCY_PERCENTILES);

    private LogTable() {}
}
