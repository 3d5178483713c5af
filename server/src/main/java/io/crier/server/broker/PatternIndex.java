package io.crier.server.broker;

import io.crier.server.broker.PatternNode.Entry;
import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Patterns and what belongs to each, such that matching a channel costs what matches and not what
 * is subscribed. Patterns stand in a tree over their literal prefix; those that share one stand
 * there in a tree over their literal suffix; those that share both, in a tree over the longest
 * literal between. A tree is grown only where more than {@link #CROWD} patterns meet.
 *
 * <p>For one thread at a time.
 */
final class PatternIndex<T> {
    /** So many patterns are rather tried one by one than indexed further. */
    static final int CROWD = 8;

    /** So much of what is inside is a key: it is looked for at every place of a channel. */
    static final int INFIX_BYTES = 32;

    /** The tree of patterns that begin alike, that end alike, and that have something inside. */
    enum Level {
        PREFIX,
        SUFFIX,
        INFIX
    }

    private final LinkedHashMap<Bytes, Entry<T>> byPattern = new LinkedHashMap<>();
    private final PatternNode<T> root = new PatternNode<>(new byte[0]);
    private final PatternMatch<T> match = new PatternMatch<>(root);
    private long sequence;
    private int nodes;

    int size() {
        return byPattern.size();
    }

    @Nullable T get(Bytes pattern) {
        Entry<T> entry = byPattern.get(pattern);
        return entry == null ? null : entry.value;
    }

    /** Sets the value of {@code pattern}; a pattern that was there keeps its place in the order. */
    void put(Bytes pattern, T value) {
        put(pattern, Glob.compile(pattern), value);
    }

    /** The same with a {@code pattern} that was compiled to {@code glob} before. */
    void put(Bytes pattern, Glob glob, T value) {
        Entry<T> present = byPattern.get(pattern);
        if (present != null) {
            present.value = value;
            return;
        }
        Entry<T> entry = new Entry<>(glob, sequence++, value);
        byPattern.put(pattern, entry);
        insert(root, Level.PREFIX, entry);
    }

    /** Removes {@code pattern} and says what its value was, null when it was not there. */
    @Nullable T remove(Bytes pattern) {
        Entry<T> entry = byPattern.remove(pattern);
        if (entry == null) {
            return null;
        }
        delete(root, Level.PREFIX, entry);
        return entry.value;
    }

    /** All patterns, in the order in which they were first put. */
    void forEach(BiConsumer<Bytes, T> action) {
        byPattern.forEach((pattern, entry) -> action.accept(pattern, entry.value));
    }

    /**
     * Appends to {@code sink} the value of each pattern that matches {@code channel}, in the order
     * in which the patterns were first put.
     */
    void match(Bytes channel, List<? super T> sink) {
        if (!byPattern.isEmpty()) {
            match.run(channel, sink);
        }
    }

    /** Tree nodes besides the root: 0 when the index is empty. */
    int nodeCount() {
        return nodes;
    }

    /** Nodes visited, labels compared and steps of globs, over all matches so far. */
    long work() {
        return match.work();
    }

    private void insert(PatternNode<T> top, Level level, Entry<T> entry) {
        byte[] key = key(entry, level);
        PatternNode<T> node = top;
        int at = 0;
        while (at < key.length) {
            PatternNode<T> child = node.child(key[at]);
            if (child == null) {
                child = new PatternNode<>(Arrays.copyOfRange(key, at, key.length));
                nodes++;
                node.put(child);
            }
            int common = common(child.label, key, at);
            if (common < child.label.length) {
                child = node.split(child, common);
                nodes++;
            }
            at += common;
            node = child;
        }
        hold(node, level, entry);
    }

    private void hold(PatternNode<T> node, Level level, Entry<T> entry) {
        PatternNode<T> next = node.next;
        if (next != null) {
            insert(next, below(level), entry);
            return;
        }
        node.add(entry);
        ArrayList<Entry<T>> crowd = node.entries;
        if (level != Level.INFIX && crowd != null && crowd.size() > CROWD) {
            PatternNode<T> tree = new PatternNode<>(new byte[0]);
            nodes++;
            node.entries = null;
            node.next = tree;
            for (Entry<T> moved : crowd) {
                insert(tree, below(level), moved);
            }
        }
    }

    private void delete(PatternNode<T> top, Level level, Entry<T> entry) {
        byte[] key = key(entry, level);
        PatternNode<T> above = top;
        PatternNode<T> parent = top;
        PatternNode<T> node = top;
        int at = 0;
        while (at < key.length) {
            PatternNode<T> child = node.child(key[at]);
            if (child == null) {
                throw new AssertionError("a pattern is not where its key leads to");
            }
            above = parent;
            parent = node;
            node = child;
            at += child.label.length;
        }
        PatternNode<T> next = node.next;
        if (next == null) {
            node.remove(entry);
        } else {
            delete(next, below(level), entry);
            if (!next.holdsPatterns() && next.childCount() == 0) {
                node.next = null;
                nodes--;
            }
        }
        if (node != top && !node.holdsPatterns() && node.childCount() == 0) {
            parent.remove(node);
            nodes--;
            node = parent;
            parent = above;
        }
        joinIfBare(node, parent, top);
    }

    /** Joins {@code node} with its only child when nothing else needs it. */
    private void joinIfBare(PatternNode<T> node, PatternNode<T> parent, PatternNode<T> top) {
        if (node != top && !node.holdsPatterns() && node.childCount() == 1) {
            PatternNode<T> child = node.onlyChild();
            child.absorb(node);
            parent.put(child);
            nodes--;
        }
    }

    private static byte[] key(Entry<?> entry, Level level) {
        return switch (level) {
            case PREFIX -> entry.glob.literalPrefix();
            case SUFFIX -> reversed(entry.glob.literalSuffix());
            case INFIX -> clipped(entry.glob.longestInfix());
        };
    }

    private static byte[] clipped(byte[] infix) {
        return infix.length <= INFIX_BYTES ? infix : Arrays.copyOf(infix, INFIX_BYTES);
    }

    private static Level below(Level level) {
        return level == Level.PREFIX ? Level.SUFFIX : Level.INFIX;
    }

    private static int common(byte[] label, byte[] key, int at) {
        int end = Math.min(key.length, at + label.length);
        int mismatch = Arrays.mismatch(label, 0, end - at, key, at, end);
        return mismatch < 0 ? end - at : mismatch;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] backwards = new byte[bytes.length];
        for (int index = 0; index < bytes.length; index++) {
            backwards[index] = bytes[bytes.length - 1 - index];
        }
        return backwards;
    }
}
