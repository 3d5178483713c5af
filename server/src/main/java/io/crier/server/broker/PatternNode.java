package io.crier.server.broker;

import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node of a radix tree of {@link PatternIndex}. Apart from a root, it holds patterns or has two
 * children at least, so that a tree has fewer than two nodes per pattern.
 */
final class PatternNode<T> {
    private static final PatternNode<?>[] NO_CHILDREN = {};

    /** The bytes that lead here from the parent; empty at a root only. */
    byte[] label;

    /** Sorted by the first byte of their labels, unsigned. */
    private PatternNode<T>[] children = array(0);

    /**
     * The patterns whose key ends here, in no order; none once they have moved to {@link #next}.
     */
    @Nullable ArrayList<Entry<T>> entries;

    /** The tree over the next key, for the patterns whose key of this tree ends here. */
    @Nullable PatternNode<T> next;

    PatternNode(byte[] label) {
        this.label = label;
    }

    /** A pattern in the index. */
    static final class Entry<T> {
        final Glob glob;
        final long sequence;
        T value;

        /** Where it stands in its node's {@link PatternNode#entries}. */
        int slot;

        /** The last match that has tried it. */
        long tried;

        Entry(Glob glob, long sequence, T value) {
            this.glob = glob;
            this.sequence = sequence;
            this.value = value;
        }

        long sequence() {
            return sequence;
        }
    }

    boolean holdsPatterns() {
        return entries != null || next != null;
    }

    int childCount() {
        return children.length;
    }

    PatternNode<T> onlyChild() {
        return children[0];
    }

    @Nullable PatternNode<T> child(byte first) {
        int index = find(first);
        return index < 0 ? null : children[index];
    }

    /** Adds {@code child}, or puts it in the place of the one that begins with the same byte. */
    void put(PatternNode<T> child) {
        int index = find(child.label[0]);
        if (index >= 0) {
            children[index] = child;
            return;
        }
        int place = ~index;
        PatternNode<T>[] grown = array(children.length + 1);
        System.arraycopy(children, 0, grown, 0, place);
        grown[place] = child;
        System.arraycopy(children, place, grown, place + 1, children.length - place);
        children = grown;
    }

    void remove(PatternNode<T> child) {
        int place = find(child.label[0]);
        PatternNode<T>[] shrunk = array(children.length - 1);
        System.arraycopy(children, 0, shrunk, 0, place);
        System.arraycopy(children, place + 1, shrunk, place, shrunk.length - place);
        children = shrunk;
    }

    /** Puts a node between this and {@code child} that takes the first {@code size} bytes. */
    PatternNode<T> split(PatternNode<T> child, int size) {
        PatternNode<T> between = new PatternNode<>(Arrays.copyOf(child.label, size));
        put(between);
        child.label = Arrays.copyOfRange(child.label, size, child.label.length);
        between.put(child);
        return between;
    }

    /** Puts the label of {@code above}, which goes away, before this node's own. */
    void absorb(PatternNode<T> above) {
        byte[] joined = Arrays.copyOf(above.label, above.label.length + label.length);
        System.arraycopy(label, 0, joined, above.label.length, label.length);
        label = joined;
    }

    void add(Entry<T> entry) {
        if (entries == null) {
            entries = new ArrayList<>(1);
        }
        entry.slot = entries.size();
        entries.add(entry);
    }

    void remove(Entry<T> entry) {
        ArrayList<Entry<T>> held = entries;
        if (held == null) {
            return;
        }
        Entry<T> last = held.removeLast();
        if (last != entry) {
            held.set(entry.slot, last);
            last.slot = entry.slot;
        }
        if (held.isEmpty()) {
            entries = null;
        }
    }

    private int find(byte first) {
        int low = 0;
        int high = children.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Byte.compareUnsigned(children[middle].label[0], first);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return ~low;
    }

    @SuppressWarnings("unchecked") // Only nodes of this T ever go in.
    private static <T> PatternNode<T>[] array(int length) {
        return (PatternNode<T>[]) (length == 0 ? NO_CHILDREN : new PatternNode<?>[length]);
    }
}
