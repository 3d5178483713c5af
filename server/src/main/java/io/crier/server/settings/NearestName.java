package io.crier.server.settings;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what a mistyped name was meant to be. */
final class NearestName {
    private NearestName() {}

    /** The closest known name, or null when none is close. */
    static @Nullable String of(String mistyped) {
        String name = mistyped.toLowerCase(Locale.ROOT);
        int distanceMax = Math.clamp(name.length() / 2, 1, 4);
        String nearest = null;
        int least = distanceMax + 1;
        for (String known : known()) {
            // A known name that differs more in length cannot be close.
            if (Math.abs(known.length() - name.length()) < least) {
                int distance = distance(name, known);
                if (distance < least) {
                    least = distance;
                    nearest = known;
                }
            }
        }
        return nearest;
    }

    private static Iterable<String> known() {
        return Stream.concat(
                        SettingTable.names().keySet().stream(),
                        Stream.concat(
                                ForeignDirectives.ignored().stream(),
                                ForeignDirectives.protections().stream()))
                .toList();
    }

    /** How many letters must be added, removed or replaced to turn one into the other. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
