package io.crier.server.simulator;

import io.crier.server.message.Bytes;
import io.crier.server.settings.OutputBufferLimits.Limit;
import io.crier.server.settings.PublishRate;
import io.crier.server.settings.SlowPolicy;
import io.crier.server.settings.SlowSubscribers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What one run is made of, drawn from its seed.
 *
 * @param preemptPerMille how often another loop runs in the middle of a task, at each place where
 *     it can
 * @param names how many channels there are
 * @param bigPerMille how many payloads are larger than what shares a block
 * @param graceSeconds how long a name may come back to a channel
 * @param policies what is done for slow subscribers at first
 * @param guests how many users there are whose channels may be taken away
 * @param rate how much each of them may publish; null for as much as it likes
 * @param expiring whether some of those who come as such users are to go at a time of day
 * @param changing whether limits and policies change on the way
 * @param cutBytesMax how many bytes a socket takes or brings at once
 */
record Scenario(
        int loops,
        int clients,
        int actions,
        Witness witness,
        long inboxBytesMax,
        Limit limit,
        int preemptPerMille,
        int names,
        int payloadBytesMax,
        int bigPerMille,
        int graceSeconds,
        SlowSubscribers policies,
        int guests,
        @Nullable PublishRate rate,
        boolean expiring,
        boolean changing,
        int cutBytesMax) {
    /**
     * Whether a client listens to everything from the start, which shows the checker the whole
     * order.
     */
    enum Witness {
        NONE,
        OF_CHANNELS,
        OF_PATTERNS
    }

    static Scenario draw(SplittableRandom dice) {
        int names = dice.nextInt(4) == 0 ? 30 : 2 + dice.nextInt(6);
        boolean cut = dice.nextInt(6) == 0;
        boolean limited = dice.nextInt(3) == 0;
        return new Scenario(
                1 + dice.nextInt(4),
                2 + dice.nextInt(7),
                100 + dice.nextInt(500),
                switch (dice.nextInt(6)) {
                    case 0, 1 -> Witness.OF_CHANNELS;
                    case 2 -> Witness.OF_PATTERNS;
                    default -> Witness.NONE;
                },
                dice.nextInt(3) == 0 ? 1 + dice.nextInt(2_000) : 64L << 20,
                limit(dice),
                dice.nextInt(3) == 0 ? 0 : 20 + dice.nextInt(400),
                names,
                !cut && dice.nextInt(3) == 0 ? 12_000 : 20 + dice.nextInt(400),
                !cut && dice.nextInt(5) == 0 ? 30 : 0,
                dice.nextInt(3),
                policies(dice),
                dice.nextInt(2) == 0 ? 0 : 1 + dice.nextInt(2),
                limited
                        ? new PublishRate(
                                Bytes.of("g*"), 1 + dice.nextInt(20), 1 + dice.nextInt(20))
                        : null,
                dice.nextInt(2) == 0,
                dice.nextInt(4) == 0,
                cut ? 1 + dice.nextInt(300) : Integer.MAX_VALUE);
    }

    /** Some of the channels have one; {@code a} never has. */
    static SlowSubscribers policies(SplittableRandom dice) {
        List<SlowPolicy> policies = List.of(SlowPolicy.values());
        List<SlowSubscribers.Rule> rules = new ArrayList<>();
        if (dice.nextInt(3) != 0) {
            for (String pattern : List.of("b", "ab", "news.?", "c1*", "c*")) {
                SlowPolicy policy = policies.get(dice.nextInt(policies.size()));
                rules.add(new SlowSubscribers.Rule(Bytes.of(pattern), policy));
            }
        }
        return new SlowSubscribers(List.copyOf(rules));
    }

    static Limit limit(SplittableRandom dice) {
        return switch (dice.nextInt(5)) {
            case 0, 1 -> Limit.NONE;
            case 2 -> new Limit(1_000 + dice.nextInt(8_000), 0, Duration.ZERO);
            case 3 -> new Limit(100_000, 500 + dice.nextInt(2_000), Duration.ofSeconds(1));
            default -> new Limit(40_000, 0, Duration.ZERO);
        };
    }
}
