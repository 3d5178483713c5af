package io.crier.server.history;

/**
 * A stretch of a segment that does not change: whole messages.
 *
 * @param before the position that the first message's distance counts from
 * @param count how many messages
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and not changed where it can be seen
record Slice(byte[] data, int start, int end, long before, int count) {}
