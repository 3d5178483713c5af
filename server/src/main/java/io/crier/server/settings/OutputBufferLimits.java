package io.crier.server.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How many bytes may wait for a client that does not read, for each class of clients. */
public record OutputBufferLimits(Limit normal, Limit replica, Limit pubsub) {
    /**
     * The limit of one class.
     *
     * @param hardBytes as many or more end the connection at once; 0 for no limit
     * @param softBytes as many or more for longer than {@code softTime} end it; 0 for no limit.
     *     Redis takes a soft limit above the hard one, where it has no effect, and so does this
     * @param softTime whole seconds
     */
    public record Limit(long hardBytes, long softBytes, Duration softTime) {
        public static final Limit NONE = new Limit(0, 0, Duration.ZERO);

        public Limit {
            if (hardBytes < 0 || softBytes < 0 || softTime.isNegative()) {
                throw new IllegalArgumentException(
                        "client-output-buffer-limit: limits must not be negative, got "
                                + hardBytes
                                + " "
                                + softBytes
                                + " "
                                + softTime);
            }
        }
    }

    static final OutputBufferLimits DEFAULT =
            new OutputBufferLimits(
                    Limit.NONE,
                    new Limit(256L << 20, 64L << 20, Duration.ofSeconds(60)),
                    new Limit(32L << 20, 8L << 20, Duration.ofSeconds(60)));

    private @Nullable OutputBufferLimits with(String className, Limit limit) {
        return switch (className.toLowerCase(Locale.ROOT)) {
            case "normal" -> new OutputBufferLimits(limit, replica, pubsub);
            case "replica", "slave" -> new OutputBufferLimits(normal, limit, pubsub);
            case "pubsub" -> new OutputBufferLimits(normal, replica, limit);
            default -> null;
        };
    }

    /** Reads groups of class, hard, soft and seconds; classes that are not named stay. */
    record Type() implements ValueType<OutputBufferLimits> {
        private static final int GROUP = 4;

        @Override
        public Parsed<OutputBufferLimits> parse(List<String> words, OutputBufferLimits current) {
            List<String> groups = words.equals(List.of("")) ? List.of() : words;
            if (groups.size() % GROUP != 0) {
                return Parsed.wrong("Wrong number of arguments in buffer limit configuration.");
            }
            OutputBufferLimits limits = current;
            for (int i = 0; i < groups.size(); i += GROUP) {
                Limit limit = limit(groups.subList(i + 1, i + GROUP));
                OutputBufferLimits next =
                        limits.with(groups.get(i), limit == null ? Limit.NONE : limit);
                if (next == null) {
                    return Parsed.wrong(
                            "Invalid client class specified in buffer limit configuration.");
                }
                if (limit == null) {
                    return Parsed.wrong(
                            "Error in hard, soft or soft_seconds setting in buffer limit"
                                    + " configuration.");
                }
                limits = next;
            }
            return Parsed.good(limits);
        }

        private static @Nullable Limit limit(List<String> words) {
            Long hard = MemorySize.bytes(words.get(0));
            Long soft = MemorySize.bytes(words.get(1));
            String seconds = words.get(2);
            boolean plain = seconds.length() <= 10 && seconds.matches("[0-9]+");
            return hard == null || soft == null || !plain
                    ? null
                    : new Limit(hard, soft, Duration.ofSeconds(Long.parseLong(seconds)));
        }

        /** Redis shows the second class by its old name. */
        @Override
        public String print(OutputBufferLimits value) {
            return "normal %s slave %s pubsub %s"
                    .formatted(print(value.normal), print(value.replica), print(value.pubsub));
        }

        private static String print(Limit limit) {
            return limit.hardBytes + " " + limit.softBytes + " " + limit.softTime.toSeconds();
        }

        @Override
        public List<String> lines(OutputBufferLimits value) {
            return List.of(
                    line("normal", value.normal),
                    line("replica", value.replica),
                    line("pubsub", value.pubsub));
        }

        private static String line(String className, Limit limit) {
            return String.join(
                    " ",
                    className,
                    MemorySize.withUnit(limit.hardBytes),
                    MemorySize.withUnit(limit.softBytes),
                    Long.toString(limit.softTime.toSeconds()));
        }

        @Override
        public boolean manyWords() {
            return true;
        }

        @Override
        public String allowed() {
            return "groups of a class (normal, replica or pubsub), hard bytes, soft bytes and seconds";
        }
    }
}
