package io.crier.server.session;

import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Settings;
import io.crier.server.threading.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Who is here, on the channels that the setting {@code presence} names. A name is present from its
 * first connection that subscribes to the channel until its last one is gone for {@code
 * presence-grace}. Joins and leaves are published on {@code __presence__:CHANNEL}.
 *
 * <p>A client that subscribes there first, and then asks for the names, misses nothing: what is
 * published later is either in the answer already or changes it.
 */
public final class Presence {
    private final LiveSettings settings;
    private final Clock clock;
    private final PresenceTable table;
    private final PresenceNews news;
    private volatile PresencePatterns patterns;

    public Presence(LiveSettings settings, Clock clock) {
        this(settings, clock, new PresenceTable());
    }

    Presence(LiveSettings settings, Clock clock, PresenceTable table) {
        this.settings = settings;
        this.clock = clock;
        this.table = table;
        this.news = new PresenceNews(table);
        this.patterns = new PresencePatterns(settings.current());
    }

    /**
     * The names on a channel in the order in which they joined, each with its number of
     * connections: 0 for one that may still come back. Empty for a channel without presence. Any
     * thread may call.
     */
    public SequencedMap<Bytes, Integer> names(Bytes channel) {
        return patterns().cover(channel) ? table.names(channel) : new LinkedHashMap<>();
    }

    /** Which channels have presence now. */
    PresencePatterns patterns() {
        Settings now = settings.current();
        PresencePatterns known = patterns;
        if (!known.areOf(now)) {
            known = new PresencePatterns(now);
            patterns = known;
        }
        return known;
    }

    /**
     * One connection is no longer listed on {@code channels} as {@code leaving}, but as {@code
     * joining}; an empty name is no name.
     *
     * @param on the calling loop
     */
    void change(LoopSessions on, Collection<Bytes> channels, Bytes leaving, Bytes joining) {
        if (channels.isEmpty() || (leaving.length() == 0 && joining.length() == 0)) {
            return;
        }
        if (table.change(channels, leaving, joining, graceNanos(), clock.nanos())) {
            news.tellOn(on);
        }
    }

    /** Called some times a second, on the loop {@code on}: who did not come back has left. */
    public void tick(LoopSessions on) {
        if (table.endGraces(graceNanos(), clock.nanos())) {
            news.tellOn(on);
        }
    }

    private long graceNanos() {
        return settings.current().presenceGrace().toNanos();
    }
}
