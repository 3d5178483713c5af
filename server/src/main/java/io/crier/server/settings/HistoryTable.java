package io.crier.server.settings;

import static io.crier.server.settings.Setting.running;

import io.crier.server.message.Bytes;
import java.util.List;

/** The settings of channels that remember. */
public final class HistoryTable {
    private static final long DAY_SECONDS = 86_400;

    public static final Setting<HistoryRules> HISTORY =
            running(
                    "history",
                    new HistoryRules.Type(),
                    new HistoryRules(List.of(ofTheChat("global"), ofTheChat("alliance:*"))),
                    "Channels that remember what was published, and how much of it: a pattern, then"
                            + " `messages`, `bytes` (of payloads), `age` (`90s`, `5m`, `24h`, `7d`) and"
                            + " `durable` as needed; the first pattern that matches a channel. Without a"
                            + " limit 1000 messages are kept. Lines add up; an empty one forgets those"
                            + " before it.");
    public static final Setting<Long> MEMORY_MAX =
            running(
                    "history-max-memory",
                    new MemorySize(0),
                    0L,
                    "Bytes that the histories of all channels may take in memory; beyond, the oldest"
                            + " messages go first. 0 for a quarter of the Java heap.");

    static final List<Setting<?>> ROWS = List.of(HISTORY, MEMORY_MAX);

    private HistoryTable() {}

    private static HistoryRules.Rule ofTheChat(String pattern) {
        return new HistoryRules.Rule(
                Bytes.of(pattern),
                HistoryRules.Rule.MESSAGES_DEFAULT,
                HistoryRules.UNLIMITED,
                DAY_SECONDS,
                Durability.NO);
    }
}
