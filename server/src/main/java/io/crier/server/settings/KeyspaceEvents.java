package io.crier.server.settings;

import java.util.List;

/**
 * The letters of keyspace notifications, kept in the order in which Redis shows them; like Redis
 * 7.0 it shows no {@code n} beside {@code A}.
 */
record KeyspaceEvents() implements ValueType<String> {
    private static final String ALL = "g$lshzxetd";

    @Override
    public Parsed<String> parse(List<String> words, String current) {
        String word = words.getFirst();
        if (word.chars().anyMatch(c -> ("AnKEm" + ALL).indexOf(c) < 0)) {
            return Parsed.wrong("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
        }
        String letters = word.replace("A", ALL);
        String named = inOrder(ALL, letters);
        return Parsed.good(
                named.equals(ALL)
                        ? "A" + inOrder("KEm", letters)
                        : named + inOrder("nKEm", letters));
    }

    private static String inOrder(String order, String letters) {
        StringBuilder ordered = new StringBuilder();
        order.chars().filter(c -> letters.indexOf(c) >= 0).forEach(c -> ordered.append((char) c));
        return ordered.toString();
    }

    @Override
    public String print(String value) {
        return value;
    }

    @Override
    public String allowed() {
        return "any of the letters Ag$lshzxeKEtmdn";
    }
}
