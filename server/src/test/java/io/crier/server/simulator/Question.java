package io.crier.server.simulator;

import io.crier.protocol.Dialect;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One request of a client, what has to be answered, and when the server had all of it. */
final class Question {
    final List<byte[]> words;

    /** What a PUBLISH or SPUBLISH asks for. */
    final @Nullable Publish publish;

    List<Expected> expected = List.of();

    /** In which dialect it is answered, and spoken from then on. */
    Dialect dialect = Dialect.RESP2;

    /** Publishes that MULTI queued, and that it takes back. */
    List<Publish> dropped = List.of();

    /** Where its last byte stands in what the client sends. */
    long end;

    long fedStep = Publish.NEVER;

    /** When all of its answer was read. */
    long answeredStep = Publish.NEVER;

    /** Whether the answer was that the client's user may not do that. */
    boolean refused;

    /** Whether it was answered that it waits for EXEC. */
    boolean queued;

    /** What a guest's answers say that it did, in order. */
    final List<Act> acts = new ArrayList<>();

    Question(List<byte[]> words, @Nullable Publish publish) {
        this.words = words;
        this.publish = publish;
    }

    /** One to which nothing is answered. */
    Question(List<byte[]> words) {
        this(words, null);
    }

    boolean is(String command) {
        return verb().equals(command);
    }

    String verb() {
        return word(0);
    }

    String word(int index) {
        return new String(words.get(index), StandardCharsets.ISO_8859_1);
    }

    /** Whether it asks for subscriptions. */
    boolean joins() {
        return subscription() != null && !leaves();
    }

    /** The subscriptions that its answer confirms, also those of the MULTI that it executes. */
    List<Expected.Confirmed> joined() {
        return expected.stream()
                .flatMap(each ->
                        each instanceof Expected.All all
                                ? all.elements().stream()
                                : Stream.of(each))
                .filter(Expected.Confirmed.class::isInstance)
                .map(Expected.Confirmed.class::cast)
                .filter(Expected.Confirmed::joins)
                .toList();
    }

    /** Whether it ends subscriptions. */
    boolean leaves() {
        return verb().contains("UNSUB");
    }

    /** Of which kind the subscriptions are that it is about; null if it is about none. */
    @Nullable Kind subscription() {
        return switch (verb()) {
            case "SUBSCRIBE", "UNSUBSCRIBE" -> Kind.CHANNEL;
            case "PSUBSCRIBE", "PUNSUBSCRIBE" -> Kind.PATTERN;
            case "SSUBSCRIBE", "SUNSUBSCRIBE" -> Kind.SHARD;
            default -> null;
        };
    }

    /** Of which kind the names are that its client's user has to be allowed; null without any. */
    @Nullable Kind kind() {
        return switch (verb()) {
            case "PUBLISH" -> Kind.CHANNEL;
            case "SPUBLISH" -> Kind.SHARD;
            default -> leaves() ? null : subscription();
        };
    }

    /** The channels or patterns that it names. */
    List<Bytes> names() {
        int end = verb().endsWith("PUBLISH") ? 2 : words.size();
        return words.subList(1, end).stream().map(Bytes::own).toList();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (byte[] word : words) {
            String readable =
                    new String(word, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
            text.append(
                            readable.length() > 30
                                    ? readable.substring(0, 30) + "…" + word.length
                                    : readable)
                    .append(' ');
        }
        return text.toString().trim();
    }
}
