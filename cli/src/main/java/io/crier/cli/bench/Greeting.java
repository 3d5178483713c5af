package io.crier.cli.bench;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a connection says first, and how the messages look that it then gets.
 *
 * @param frames empty when it gets none
 * @param isChecked whether every message matters that it gets
 */
record Greeting(
        Wire wire,
        Target target,
        List<String> channels,
        List<String> patterns,
        List<Frame> frames,
        boolean isChecked) {

    /** Writes what has to be granted first; answers false where nothing has to be. */
    boolean knock(ByteBuf out) {
        return wire.knock(out, target);
    }

    /**
     * Writes it.
     *
     * @return how many confirmations will come, at least 1
     */
    int write(ByteBuf out) {
        int confirmations = wire.greet(out, target.user(), target.password());
        if (!channels.isEmpty()) {
            confirmations += wire.subscribe(out, channels, 0);
        }
        if (!patterns.isEmpty()) {
            confirmations += wire.subscribePatterns(out, patterns, channels.size());
        }
        return confirmations + wire.settle(out);
    }

    /** Makes greetings for one run; connections with the same subscription share its frame. */
    static final class Writer {
        private record Subscription(int channel, int number) {}

        private final Wire wire;
        private final Wire publishing;
        private final Target target;
        private final int firstChannel;
        private final int size;
        private final Map<Subscription, Frame> frames = new HashMap<>();

        /**
         * @param firstChannel the number of the channel that the others are counted from
         * @param size of the payloads
         */
        Writer(Protocol protocol, Target target, int firstChannel, int size) {
            this.wire = protocol.subscribing();
            this.publishing = protocol.publishing();
            this.target = target;
            this.firstChannel = firstChannel;
            this.size = size;
        }

        Greeting publisher() {
            return new Greeting(publishing, target, List.of(), List.of(), List.of(), false);
        }

        /** For a subscriber that has to get every message, once and in order. */
        Greeting subscriber(int[] channels, int patterns) {
            List<String> patternNames = new ArrayList<>(patterns);
            for (int i = 0; i < patterns; i++) {
                patternNames.add(wire.pattern(i));
            }
            return new Greeting(
                    wire, target, names(channels), patternNames, frames(channels), true);
        }

        /** For a subscriber whose messages do not matter. */
        Greeting bystander(int[] channels) {
            return new Greeting(wire, target, names(channels), List.of(), frames(channels), false);
        }

        private List<Frame> frames(int[] channels) {
            List<Frame> expected = new ArrayList<>(channels.length);
            for (int i = 0; i < channels.length; i++) {
                expected.add(frames.computeIfAbsent(new Subscription(channels[i], i), this::frame));
            }
            return expected;
        }

        private Frame frame(Subscription subscription) {
            String channel = wire.channel(firstChannel + subscription.channel());
            byte[] head = wire.messageHead(channel, subscription.number(), size);
            return new Frame(wire, head, size);
        }

        private List<String> names(int[] channels) {
            List<String> names = new ArrayList<>(channels.length);
            for (int channel : channels) {
                names.add(wire.channel(firstChannel + channel));
            }
            return names;
        }
    }
}
