package io.crier.server.delivery;

import io.crier.server.broker.Interest;
import io.crier.server.message.Bytes;
import io.crier.server.threading.OnLoop;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber holds of one kind, and his seat in each audience. Kept as parallel arrays
 * with a hash index over them from nine on, because a node holds millions of these.
 */
@OnLoop
public final class SubscriptionSet {
    private static final int UNINDEXED_MAX = 8;

    private @Nullable Interest[] interests = new Interest[1];
    private int[] seats = new int[1];

    /** Open addressing with linear probing: position + 1 of an interest, 0 for a free slot. */
    private int @Nullable [] index;

    private int size;
    private long namesBytes;

    public int size() {
        return size;
    }

    @SuppressWarnings("NullAway") // filled below size
    public Interest at(int position) {
        return interests[position];
    }

    public boolean holds(Bytes name) {
        return position(name) >= 0;
    }

    public @Nullable Interest find(Bytes name) {
        int position = position(name);
        return position < 0 ? null : at(position);
    }

    int seat(Interest interest) {
        return seats[position(interest.name())];
    }

    void seat(Interest interest, int seat) {
        int position = position(interest.name());
        if (position >= 0 && at(position) == interest) {
            seats[position] = seat;
        }
    }

    void add(Interest interest, int seat) {
        if (size == interests.length) {
            int capacity = size + Math.max(1, size >> 1);
            interests = Arrays.copyOf(interests, capacity);
            seats = Arrays.copyOf(seats, capacity);
        }
        interests[size] = interest;
        seats[size] = seat;
        size++;
        namesBytes += interest.memoryBytes();
        int[] slots = index;
        if (slots != null || size > UNINDEXED_MAX) {
            if (slots == null || size * 4 > slots.length * 3) {
                reindex(Integer.highestOneBit(size * 2) * 2);
            } else {
                insert(slots, size - 1);
            }
        }
    }

    void remove(Interest interest) {
        int position = position(interest.name());
        int last = size - 1;
        int[] slots = index;
        if (slots != null) {
            delete(slots, position);
        }
        if (position != last) {
            if (slots != null) {
                slots[slotOf(slots, last)] = position + 1;
            }
            interests[position] = interests[last];
            seats[position] = seats[last];
        }
        interests[last] = null;
        size--;
        namesBytes -= interest.memoryBytes();
        if (size <= UNINDEXED_MAX / 2) {
            index = null;
        }
    }

    private int position(Bytes name) {
        int[] slots = index;
        if (slots == null) {
            for (int i = 0; i < size; i++) {
                if (at(i).name().equals(name)) {
                    return i;
                }
            }
            return -1;
        }
        int mask = slots.length - 1;
        for (int slot = name.hashCode() & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            if (at(slots[slot] - 1).name().equals(name)) {
                return slots[slot] - 1;
            }
        }
        return -1;
    }

    private void reindex(int capacity) {
        int[] slots = new int[capacity];
        for (int i = 0; i < size; i++) {
            insert(slots, i);
        }
        index = slots;
    }

    private void insert(int[] slots, int position) {
        int mask = slots.length - 1;
        int slot = at(position).name().hashCode() & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = position + 1;
    }

    private int slotOf(int[] slots, int position) {
        int mask = slots.length - 1;
        int slot = at(position).name().hashCode() & mask;
        while (slots[slot] != position + 1) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** Empties a position's slot and moves back what had to go past it. */
    private void delete(int[] slots, int position) {
        int mask = slots.length - 1;
        int hole = slotOf(slots, position);
        slots[hole] = 0;
        for (int slot = (hole + 1) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            int home = at(slots[slot] - 1).name().hashCode() & mask;
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                slots[hole] = slots[slot];
                slots[slot] = 0;
                hole = slot;
            }
        }
    }

    /**
     * Bytes that this set takes, roughly, and the names and patterns in it, as if nobody else held
     * them.
     */
    public long memoryBytes() {
        int[] slots = index;
        return 48L + namesBytes + interests.length * 8L + (slots == null ? 0 : slots.length * 4L);
    }
}
