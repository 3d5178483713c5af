package io.crier.server.history;

/**
 * What there is to tell of a channel's history.
 *
 * @param length how many messages
 * @param added how many there ever were
 * @param last the position of the newest that there ever was
 * @param lastRemoved the greatest position that was removed
 * @param segments pieces of memory
 * @param oldest the oldest message, if there is one
 * @param newest the newest one
 */
public record LogFacts(
        long length,
        long added,
        long last,
        long lastRemoved,
        int segments,
        Page oldest,
        Page newest) {
    static LogFacts of(ChannelLog log) {
        return new LogFacts(
                log.count(),
                log.added(),
                log.last(),
                log.lastRemoved(),
                log.segments(),
                log.range(0, Long.MAX_VALUE, 1, false),
                log.range(0, Long.MAX_VALUE, 1, true));
    }
}
