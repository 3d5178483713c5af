package io.crier.server.settings;

import org.jspecify.annotations.Nullable;

/**
 * Reads and prints spans of time as people write them: {@code 90s}, {@code 5m}, {@code 1h}, {@code
 * 7d}.
 */
final class TimeSpan {
    private static final String UNITS = "smhd";
    private static final long[] UNIT_SECONDS = {1, 60, 3_600, 86_400};
    private static final long SECONDS_MAX = 36_500L * 86_400;

    static final String ALLOWED = "a number with s, m, h or d, as 90s or 7d, at most 36500d";

    private TimeSpan() {}

    /** The seconds that {@code word} says, at least 1; null if it says none. */
    static @Nullable Long seconds(String word) {
        int last = word.length() - 1;
        int unit = last < 1 ? -1 : UNITS.indexOf(Character.toLowerCase(word.charAt(last)));
        if (unit < 0 || last > 12 || !WholeNumber.isPlainInteger(word.substring(0, last))) {
            return null;
        }
        long seconds = Long.parseLong(word.substring(0, last)) * UNIT_SECONDS[unit];
        return seconds < 1 || seconds > SECONDS_MAX ? null : seconds;
    }

    /** The same in the largest unit that it is a whole number of. */
    static String print(long seconds) {
        int unit = UNIT_SECONDS.length - 1;
        while (seconds % UNIT_SECONDS[unit] != 0) {
            unit--;
        }
        return seconds / UNIT_SECONDS[unit] + UNITS.substring(unit, unit + 1);
    }
}
