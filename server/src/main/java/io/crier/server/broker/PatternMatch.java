package io.crier.server.broker;

import io.crier.server.broker.PatternNode.Entry;
import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One walk after another through the trees of a {@link PatternIndex}; allocates nothing itself. */
final class PatternMatch<T> {
    private static final Comparator<Entry<?>> BY_SEQUENCE =
            Comparator.comparingLong(Entry::sequence);

    private final PatternNode<T> root;
    private final ArrayList<Entry<T>> found = new ArrayList<>();
    private byte[] channel = Bytes.EMPTY.array();
    private long round;
    private boolean inOrder;
    private long work;

    PatternMatch(PatternNode<T> root) {
        this.root = root;
    }

    /** Appends the values of all matching patterns, the oldest pattern first. */
    void run(Bytes name, List<? super T> sink) {
        channel = name.array();
        round++;
        inOrder = true;
        prefixes();
        if (!inOrder) {
            found.sort(BY_SEQUENCE);
        }
        for (int index = 0; index < found.size(); index++) {
            sink.add(found.get(index).value);
        }
        found.clear();
        channel = Bytes.EMPTY.array();
    }

    long work() {
        return work;
    }

    private void prefixes() {
        PatternNode<T> node = root;
        int at = 0;
        while (true) {
            tryAll(node);
            PatternNode<T> next = node.next;
            if (next != null) {
                suffixes(next, at);
            }
            PatternNode<T> child = at < channel.length ? node.child(channel[at]) : null;
            if (child == null || !agreesForward(child.label, at, channel.length)) {
                return;
            }
            at += child.label.length;
            node = child;
        }
    }

    /** Walks backwards from the end of the channel, as far as {@code from}. */
    private void suffixes(PatternNode<T> top, int from) {
        PatternNode<T> node = top;
        int at = channel.length;
        while (true) {
            tryAll(node);
            PatternNode<T> next = node.next;
            if (next != null) {
                infixes(next, from, at);
            }
            PatternNode<T> child = at > from ? node.child(channel[at - 1]) : null;
            if (child == null || !agreesBackward(child.label, at, from)) {
                return;
            }
            at -= child.label.length;
            node = child;
        }
    }

    /** Walks from every place of the channel that has a prefix and a suffix around it. */
    private void infixes(PatternNode<T> top, int from, int to) {
        tryAll(top);
        for (int start = from; start < to; start++) {
            work++;
            PatternNode<T> node = top.child(channel[start]);
            int at = start;
            while (node != null && agreesForward(node.label, at, to)) {
                tryAll(node);
                at += node.label.length;
                node = at < to ? node.child(channel[at]) : null;
            }
        }
    }

    private boolean agreesForward(byte[] label, int at, int end) {
        int size = label.length;
        if (size > end - at) {
            return false;
        }
        int same = 0;
        while (same < size && label[same] == channel[at + same]) {
            same++;
        }
        work += same;
        return same == size;
    }

    private boolean agreesBackward(byte[] label, int at, int from) {
        int size = label.length;
        if (size > at - from) {
            return false;
        }
        int same = 0;
        while (same < size && label[same] == channel[at - 1 - same]) {
            same++;
        }
        work += same;
        return same == size;
    }

    private void tryAll(PatternNode<T> node) {
        work++;
        @Nullable ArrayList<Entry<T>> entries = node.entries;
        if (entries == null) {
            return;
        }
        for (int index = 0; index < entries.size(); index++) {
            Entry<T> entry = entries.get(index);
            if (entry.tried == round) {
                continue;
            }
            entry.tried = round;
            long steps = entry.glob.run(channel, 0, channel.length);
            work += 1 + Math.max(steps, ~steps);
            if (steps >= 0) {
                int last = found.size() - 1;
                inOrder &= last < 0 || found.get(last).sequence < entry.sequence;
                found.add(entry);
            }
        }
    }
}
