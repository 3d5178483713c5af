package io.crier.cli.bench;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run brought to light.
 *
 * @param seconds how long was measured
 * @param counts of that time
 * @param server null when it is not on this machine
 * @param clientCpuSeconds processor time of this process in that time
 * @param checks of the whole run
 * @param particulars what this scenario alone tells, by the names that results have
 */
public record Result(
        Plan plan,
        double seconds,
        Tally.Counts counts,
        Latency latency,
        @Nullable ServerUse server,
        double clientCpuSeconds,
        Checks checks,
        Map<String, @Nullable Object> particulars) {}
