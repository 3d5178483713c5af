package io.crier.server.web;

import io.crier.server.message.Bytes;
import io.crier.server.session.ChannelMeters;
import io.crier.server.session.Roster;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Settings;
import java.util.List;

/** Keeps every loop counting for the patterns of the setting {@code metrics-channels}. */
final class MeteredChannels implements AutoCloseable {
    private final Roster roster;
    private final LiveSettings settings;
    private final LiveSettings.Listener listener = this::changed;
    private volatile ChannelMeters current = new ChannelMeters(List.of());

    MeteredChannels(Roster roster, LiveSettings settings) {
        this.roster = roster;
        this.settings = settings;
    }

    /** Begins; called once. */
    void start() {
        settings.addListener(listener);
        count(settings.current().metricsChannels());
    }

    private void changed(Settings before, Settings after) {
        if (!before.metricsChannels().equals(after.metricsChannels())) {
            count(after.metricsChannels());
        }
    }

    private void count(List<Bytes> patterns) {
        ChannelMeters meters = new ChannelMeters(patterns);
        current = meters;
        ChannelMeters counted = patterns.isEmpty() ? null : meters;
        roster.onEach(sessions -> sessions.meters(counted));
    }

    ChannelMeters current() {
        return current;
    }

    @Override
    public void close() {
        settings.removeListener(listener);
    }
}
