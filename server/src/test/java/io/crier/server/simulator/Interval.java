package io.crier.server.simulator;

import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of one client, from its confirmation to that of its end. Places are the numbers
 * of the frames that the client read. Where EXEC changed subscriptions, its reply stands before the
 * messages of its time, so what is allowed reaches further than what is sure.
 */
final class Interval {
    static final int OPEN = Integer.MAX_VALUE;

    final Kind kind;
    final Bytes name;
    final Question began;
    final long confirmedStep;

    /** Messages stand behind this place. */
    final int allowedFrom;

    /** Messages behind this place are surely younger than the subscription. */
    int sureFrom;

    /** Messages stand before this place. */
    int allowedTo = OPEN;

    /** Messages before this place are surely older than the end. */
    int sureTo = OPEN;

    @Nullable Question ended;

    final Set<Publish> received = new HashSet<>();

    /** What may as well have come to the subscription that ended, or began, in the same EXEC. */
    final Set<Publish> maybeReceived = new HashSet<>();

    Interval(Kind kind, Bytes name, Question began, int place, long confirmedStep) {
        this.kind = kind;
        this.name = name;
        this.began = began;
        this.allowedFrom = place;
        this.sureFrom = place;
        this.confirmedStep = confirmedStep;
    }

    boolean allows(int place) {
        return allowedFrom < place && place < allowedTo;
    }

    @Override
    public String toString() {
        return kind
                + " '"
                + name
                + "' (frames "
                + allowedFrom
                + " to "
                + (ended == null ? "the end" : allowedTo)
                + ")";
    }
}
