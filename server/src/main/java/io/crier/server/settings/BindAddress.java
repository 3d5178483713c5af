package io.crier.server.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An address to listen on.
 *
 * @param host a name or a numeric address; {@code *} for all of IPv4, {@code ::*} for all of IPv6
 * @param optional whether the server starts without it where the machine does not have it; written
 *     as a minus before the host
 */
public record BindAddress(String host, boolean optional) {
    @Override
    public String toString() {
        return optional ? "-" + host : host;
    }

    /** Reads and prints lists of addresses; an empty list listens on none. */
    record Type() implements ValueType<List<BindAddress>> {
        private static final int COUNT_MAX = 16;

        @Override
        public Parsed<List<BindAddress>> parse(List<String> words, List<BindAddress> current) {
            if (words.size() > COUNT_MAX) {
                return Parsed.wrong("Too many bind addresses specified.");
            }
            List<BindAddress> addresses = new ArrayList<>();
            for (String word : words) {
                boolean optional = word.startsWith("-");
                String host = optional ? word.substring(1) : word;
                if ((host.isEmpty() && words.size() > 1) || !isWord(host)) {
                    return Parsed.wrong("Failed to bind to specified addresses.");
                }
                if (!host.isEmpty()) {
                    addresses.add(new BindAddress(host, optional));
                }
            }
            return Parsed.good(List.copyOf(addresses));
        }

        /** Whether a line of a file can hold it as it stands; no address needs more. */
        private static boolean isWord(String host) {
            return Words.quoteIfNeeded(host + "*").equals(host + "*");
        }

        @Override
        public String print(List<BindAddress> value) {
            return value.stream().map(BindAddress::toString).collect(Collectors.joining(" "));
        }

        @Override
        public List<String> lines(List<BindAddress> value) {
            return List.of(value.isEmpty() ? "\"\"" : print(value));
        }

        @Override
        public boolean manyWords() {
            return true;
        }

        @Override
        public String allowed() {
            return "at most " + COUNT_MAX + " addresses; a minus before one makes it optional";
        }
    }
}
