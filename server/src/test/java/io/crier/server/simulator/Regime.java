package io.crier.server.simulator;

import io.crier.server.delivery.LoopDelivery;
import io.crier.server.message.Bytes;
import io.crier.server.settings.OutputBufferLimits.Limit;
import io.crier.server.settings.SlowPolicy;
import io.crier.server.settings.SlowSubscribers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The limit and the policies for slow subscribers that are in force on each loop, and all that were
 * in this run: what they promise to whom is told by those that there ever were.
 */
final class Regime {
    private final List<SlowSubscribers> policies = new ArrayList<>();
    private final List<Limit> limits = new ArrayList<>();
    private final Limit[] inForce;

    Regime(Scenario scenario) {
        policies.add(scenario.policies());
        limits.add(scenario.limit());
        inForce = new Limit[scenario.loops()];
        Arrays.fill(inForce, scenario.limit());
    }

    /** Replaces the policies; they are in force on a loop when it was told. */
    void announce(SlowSubscribers next) {
        policies.add(next);
    }

    /** See {@link #announce(SlowSubscribers)}. */
    void announce(Limit next) {
        limits.add(next);
    }

    /** The last policies that were announced. */
    void tell(LoopDelivery delivery) {
        delivery.policies(policies.getLast());
    }

    /** The limit that a loop knows. */
    Limit limit(int loop) {
        return inForce[loop];
    }

    /** A loop has learned of this limit. */
    void inForce(int loop, Limit limit) {
        inForce[loop] = limit;
    }

    /** Whether nobody was ever limited. */
    boolean unlimited() {
        return limits.stream().allMatch(Limit.NONE::equals);
    }

    /** Whether a message of this channel may have been skipped. */
    boolean skippable(Bytes channel) {
        return policies.stream().anyMatch(each -> policy(each, channel) != SlowPolicy.DISCONNECT);
    }

    /** Whether this channel's newest message was always one that waits. */
    boolean keepsNewest(Bytes channel) {
        return policies.stream().allMatch(each -> policy(each, channel) == SlowPolicy.LATEST);
    }

    private static SlowPolicy policy(SlowSubscribers policies, Bytes channel) {
        for (SlowSubscribers.Rule rule : policies.rules()) {
            if (NaiveGlob.matches(rule.pattern(), channel)) {
                return rule.policy();
            }
        }
        return SlowPolicy.DISCONNECT;
    }
}
