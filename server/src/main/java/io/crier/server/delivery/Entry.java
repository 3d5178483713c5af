package io.crier.server.delivery;

import io.crier.server.message.Bytes;
import io.crier.server.threading.OnLoop;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One link of the list of what waits behind a full socket. */
@OnLoop
abstract sealed class Entry {
    @Nullable Entry before;
    @Nullable Entry after;

    /** Bytes that are sent whatever happens: replies, and messages of channels without a policy. */
    static final class Stays extends Entry {
        final RunQueue runs = new RunQueue();
    }

    /** Messages of one topic behind each other; whole ones are skipped from the front. */
    static final class Messages extends Entry {
        final Topic topic;
        final GapTeller teller;
        final RunQueue runs = new RunQueue();
        private int[] lengths = new int[1];
        private int head;
        private int count;

        /**
         * @param teller how the client was spoken to when they were appended
         */
        Messages(Topic topic, GapTeller teller) {
            this.topic = topic;
            this.teller = teller;
        }

        int count() {
            return count;
        }

        void add(Lease lease, int start, int end) {
            if (count == lengths.length) {
                grow();
            }
            lengths[(head + count++) % lengths.length] = end - start;
            runs.add(lease, start, end);
        }

        private void grow() {
            int[] more = Arrays.copyOf(lengths, Math.multiplyExact(count, 2));
            for (int i = 0; i < count; i++) {
                more[i] = lengths[(head + i) % count];
            }
            lengths = more;
            head = 0;
        }

        private int takeLength() {
            int length = lengths[head];
            head = (head + 1) % lengths.length;
            count--;
            return length;
        }

        /** Forgets the oldest messages. */
        void skip(int messages) {
            long bytes = 0;
            for (int left = messages; left > 0; left--) {
                bytes += takeLength();
            }
            runs.consume(bytes);
        }

        /** Moves the oldest message to the end of {@code other}. */
        void moveFirstTo(RunQueue other) {
            runs.moveTo(other, takeLength());
        }

        long tableBytes() {
            return lengths.length * 4L + runs.tableBytes();
        }
    }

    /** Where messages were skipped. */
    static final class Gap extends Entry {
        /** Null for those of several channels. */
        final @Nullable Bytes channel;

        final GapTeller teller;
        long missed;

        Gap(@Nullable Bytes channel, GapTeller teller) {
            this.channel = channel;
            this.teller = teller;
        }
    }
}
