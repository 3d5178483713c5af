package io.crier.server.session;

import io.crier.protocol.Confirmation;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a confirmation says: its first word by kind, and which arguments of one command change the
 * count.
 */
final class Words {
    private Words() {}

    static Confirmation subscribe(Kind kind) {
        return switch (kind) {
            case CHANNEL -> Confirmation.SUBSCRIBE;
            case PATTERN -> Confirmation.PSUBSCRIBE;
            case SHARD -> Confirmation.SSUBSCRIBE;
        };
    }

    static Confirmation unsubscribe(Kind kind) {
        return switch (kind) {
            case CHANNEL -> Confirmation.UNSUBSCRIBE;
            case PATTERN -> Confirmation.PUNSUBSCRIBE;
            case SHARD -> Confirmation.SUNSUBSCRIBE;
        };
    }

    /** For each name, whether it is its first mention and {@code changes} holds for it. */
    static List<Boolean> firstMentions(List<Bytes> names, Predicate<Bytes> changes) {
        List<Boolean> result = new ArrayList<>(names.size());
        Set<Bytes> mentioned = new HashSet<>();
        for (Bytes name : names) {
            result.add(changes.test(name) && mentioned.add(name));
        }
        return result;
    }
}
