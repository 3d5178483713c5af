package io.crier.cli.bench;

import java.util.random.RandomGenerator;

/** Who subscribes to what, and what else goes on. */
public sealed interface Scenario {
    /** As on the command line and in results. */
    String name();

    /** The numbers of the channels that a subscriber has, each below {@code channels}. */
    default int[] channelsOf(int subscriber, int channels) {
        return new int[] {subscriber % channels};
    }

    /** The channel of the next publish. */
    default int next(RandomGenerator random, int channels) {
        return channels == 1 ? 0 : random.nextInt(channels);
    }

    /** Every subscriber on one channel. */
    record FanOut() implements Scenario {
        @Override
        public String name() {
            return "fan-out";
        }
    }

    /** Every subscriber on one of many channels. */
    record Channels() implements Scenario {
        @Override
        public String name() {
            return "channels";
        }
    }

    /**
     * Every subscriber on a global channel, the first, and on that of an alliance.
     *
     * @param global which part of the publishes goes to everybody, 0 to 1
     */
    record Chat(double global) implements Scenario {
        public Chat {
            if (!(global >= 0 && global <= 1)) {
                throw new IllegalArgumentException("--global: 0 to 1 is allowed, got " + global);
            }
        }

        @Override
        public String name() {
            return "chat";
        }

        @Override
        public int[] channelsOf(int subscriber, int channels) {
            return new int[] {0, 1 + subscriber % (channels - 1)};
        }

        @Override
        public int next(RandomGenerator random, int channels) {
            return random.nextDouble() < global ? 0 : 1 + random.nextInt(channels - 1);
        }
    }

    /** Channels, while the first subscriber also has patterns that match none of them. */
    record Patterns() implements Scenario {
        @Override
        public String name() {
            return "patterns";
        }
    }

    /**
     * Connections that subscribe and then do nothing.
     *
     * @param connections at least 1
     * @param channelsEach how many channels each of them has
     */
    record Idle(int connections, int channelsEach) implements Scenario {
        public Idle {
            Plan.atLeast("--connections", connections, 1);
            Plan.atLeast("--channels-each", channelsEach, 1);
        }

        @Override
        public String name() {
            return "idle";
        }

        @Override
        public int[] channelsOf(int subscriber, int channels) {
            int[] numbers = new int[channelsEach];
            for (int i = 0; i < channelsEach; i++) {
                numbers[i] = (int) (((long) subscriber * channelsEach + i) % channels);
            }
            return numbers;
        }
    }

    /**
     * One channel whose subscribers are joined by some that never read.
     *
     * @param stalled how many never read
     * @param fedBytes payload that the channel gets while they are there
     */
    record Stalled(int stalled, long fedBytes) implements Scenario {
        public Stalled {
            Plan.atLeast("--stalled", stalled, 1);
            Plan.atLeast("--fed", fedBytes, 1);
        }

        @Override
        public String name() {
            return "stalled";
        }
    }

    /**
     * One channel to which further connections subscribe and leave again, half of them politely,
     * half abruptly.
     *
     * @param connections how many come and go at the same time
     * @param perSecond how many come each second; 0 for as many as the server takes
     */
    record Churn(int connections, double perSecond) implements Scenario {
        public Churn {
            Plan.atLeast("--connections", connections, 1);
            if (!(perSecond >= 0 && perSecond <= Plan.RATE_MAX)) {
                throw new IllegalArgumentException(
                        "--connects: 0 to " + Plan.RATE_MAX + " is allowed, got " + perSecond);
            }
        }

        @Override
        public String name() {
            return "churn";
        }
    }
}
