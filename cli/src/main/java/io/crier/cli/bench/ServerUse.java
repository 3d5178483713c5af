package io.crier.cli.bench;

/**
 * What the server used while it was measured.
 *
 * @param cpuSeconds processor time of all its threads
 * @param residentBytesBefore its memory before this program connected
 * @param residentBytes its memory at the end
 * @param residentBytesMax the most that was seen
 */
public record ServerUse(
        long pid,
        double cpuSeconds,
        long residentBytesBefore,
        long residentBytes,
        long residentBytesMax) {}
