package io.crier.server.delivery;

import io.crier.server.broker.Interest;
import io.crier.server.threading.OnLoop;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one channel, pattern or shard channel on one loop, densely, since every
 * publish walks them.
 */
@OnLoop
final class Audience {
    private @Nullable Subscriber[] members = new Subscriber[2];
    private int size;

    static @Nullable Audience of(Interest interest, int loop) {
        return (Audience) interest.audience(loop);
    }

    int size() {
        return size;
    }

    @SuppressWarnings("NullAway") // filled below size
    Subscriber member(int seat) {
        return members[seat];
    }

    /** Adds a subscriber; answers his seat. */
    int add(Subscriber subscriber) {
        if (size == members.length) {
            members = Arrays.copyOf(members, size + (size >> 1) + 1);
        }
        members[size] = subscriber;
        return size++;
    }

    /** Empties a seat and gives it to the last member. */
    void remove(int seat, Interest interest) {
        Subscriber last = member(--size);
        members[seat] = last;
        members[size] = null;
        last.subscriptions(interest.kind()).seat(interest, seat);
        if (size > 8 && size < members.length / 4) {
            members = Arrays.copyOf(members, members.length / 2);
        }
    }
}
