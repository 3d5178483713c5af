package io.crier.server.command;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What permissions and COMMAND LIST sort commands by; in Redis' order. */
enum Category {
    KEYSPACE,
    READ,
    WRITE,
    SET,
    SORTEDSET,
    LIST,
    HASH,
    STRING,
    BITMAP,
    HYPERLOGLOG,
    GEO,
    STREAM,
    PUBSUB,
    ADMIN,
    FAST,
    SLOW,
    BLOCKING,
    DANGEROUS,
    CONNECTION,
    TRANSACTION,
    SCRIPTING;

    /** The name without its {@code @}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The category of this name in any case; null for an unknown one. */
    static @Nullable Category named(String word) {
        for (Category category : values()) {
            if (category.word().equalsIgnoreCase(word)) {
                return category;
            }
        }
        return null;
    }

    /** Those that follow from a command's flags. */
    static Set<Category> impliedBy(Set<Flag> flags) {
        Set<Category> implied = EnumSet.of(flags.contains(Flag.FAST) ? FAST : SLOW);
        if (flags.contains(Flag.WRITE)) {
            implied.add(WRITE);
        }
        if (flags.contains(Flag.READONLY)) {
            implied.add(READ);
        }
        if (flags.contains(Flag.ADMIN)) {
            implied.add(ADMIN);
            implied.add(DANGEROUS);
        }
        if (flags.contains(Flag.PUBSUB)) {
            implied.add(PUBSUB);
        }
        return implied;
    }
}
