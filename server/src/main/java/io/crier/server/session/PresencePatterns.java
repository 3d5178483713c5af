package io.crier.server.session;

import io.crier.server.broker.Glob;
import io.crier.server.message.Bytes;
import io.crier.server.settings.Settings;

/** Which channels have presence: the patterns of the setting, compiled. Immutable. */
final class PresencePatterns {
    /** A channel with a longer name has none, so that what is published about it stays small. */
    static final int CHANNEL_BYTES_MAX = 64 * 1024;

    private final Settings settings;
    private final Glob[] globs;

    PresencePatterns(Settings settings) {
        this.settings = settings;
        this.globs = settings.presence().stream().map(Glob::compile).toArray(Glob[]::new);
    }

    @SuppressWarnings("ReferenceEquality") // settings change by being replaced
    boolean areOf(Settings now) {
        return settings == now;
    }

    boolean none() {
        return globs.length == 0;
    }

    /** Whether a channel has presence; one on which presence is published has none of its own. */
    boolean cover(Bytes channel) {
        if (channel.length() > CHANNEL_BYTES_MAX || PresenceEvent.isPublishedOn(channel)) {
            return false;
        }
        for (Glob glob : globs) {
            if (glob.matches(channel)) {
                return true;
            }
        }
        return false;
    }
}
