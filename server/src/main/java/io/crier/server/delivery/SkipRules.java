package io.crier.server.delivery;

import io.crier.server.broker.Glob;
import io.crier.server.message.Bytes;
import io.crier.server.settings.SlowPolicy;
import io.crier.server.settings.SlowSubscribers;
import io.crier.server.threading.OnLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which policy for slow subscribers a channel has: the setting, compiled, as one loop uses it. */
@OnLoop
final class SkipRules {
    static final SkipRules NONE = new SkipRules(new SlowSubscribers(List.of()));

    /** Channels whose policy is remembered; all are forgotten when that many are known. */
    private static final int KNOWN_MAX = 8_192;

    /** Longer names are looked at again each time. */
    private static final int KNOWN_NAME_BYTES_MAX = 1_024;

    private record Compiled(Glob glob, SlowPolicy policy) {}

    private final List<Compiled> rules;
    private final Map<Bytes, SlowPolicy> known = new HashMap<>();

    SkipRules(SlowSubscribers setting) {
        rules =
                setting.rules().stream()
                        .map(rule -> new Compiled(Glob.compile(rule.pattern()), rule.policy()))
                        .toList();
    }

    SlowPolicy of(Bytes channel) {
        if (rules.isEmpty()) {
            return SlowPolicy.DISCONNECT;
        }
        SlowPolicy policy = known.get(channel);
        return policy == null ? find(channel) : policy;
    }

    private SlowPolicy find(Bytes channel) {
        SlowPolicy policy = firstThatMatches(channel);
        if (channel.length() <= KNOWN_NAME_BYTES_MAX) {
            if (known.size() >= KNOWN_MAX) {
                known.clear();
            }
            known.put(channel, policy);
        }
        return policy;
    }

    private SlowPolicy firstThatMatches(Bytes channel) {
        for (Compiled rule : rules) {
            if (rule.glob.matches(channel)) {
                return rule.policy;
            }
        }
        return SlowPolicy.DISCONNECT;
    }
}
