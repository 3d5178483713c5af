package io.crier.server.session;

import io.crier.server.message.Bytes;
import io.crier.server.threading.OnLoop;
import java.util.HashMap;
import java.util.Map;

/** How often a loop's clients published to each channel, while somebody wants to know. */
@OnLoop
public final class ChannelTally {
    /** Channels that are told apart; more at once are not counted. */
    private static final int CHANNELS_MAX = 1024;

    private final Map<Bytes, Integer> publishes = new HashMap<>();

    void add(Bytes channel) {
        if (publishes.size() < CHANNELS_MAX || publishes.containsKey(channel)) {
            publishes.merge(channel, 1, Integer::sum);
        }
    }

    /** What was counted since the last call. */
    public Map<Bytes, Integer> take() {
        Map<Bytes, Integer> taken = Map.copyOf(publishes);
        publishes.clear();
        return taken;
    }
}
