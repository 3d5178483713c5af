package io.crier.server.session;

import io.crier.protocol.Confirmation;
import io.crier.protocol.Frames;
import io.crier.server.broker.Interest;
import io.crier.server.delivery.Subscriber;
import io.crier.server.delivery.SubscriptionSet;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.security.User;
import io.crier.server.threading.OnLoop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one client listens to: subscribes and unsubscribes it, writes the confirmations, and has it
 * listed on the channels that have presence.
 */
@OnLoop
final class Listening {
    private final LoopSessions loop;
    private final Subscriber subscriber;
    private final Identity identity;

    /** Made with the first channel that has presence. */
    private @Nullable Attendance attendance;

    Listening(LoopSessions loop, Subscriber subscriber, Identity identity) {
        this.loop = loop;
        this.subscriber = subscriber;
        this.identity = identity;
    }

    /** Subscribes, and writes one confirmation for each name in its order. */
    void subscribe(Kind kind, List<Bytes> names) {
        int count = subscriber.count(kind);
        List<Boolean> counted = newOnes(kind, names);
        loop.delivery().subscribe(subscriber, kind, names);
        for (int i = 0; i < names.size(); i++) {
            if (counted.get(i)) {
                count++;
            }
            confirm(Words.subscribe(kind), names.get(i), count);
        }
        if (kind == Kind.CHANNEL) {
            attend(names);
        }
    }

    /**
     * Unsubscribes, and writes one confirmation for each name; of everything of this kind if none
     * is given.
     */
    void unsubscribe(Kind kind, List<Bytes> names) {
        List<Bytes> leaving = names.isEmpty() ? held(kind) : names;
        int count = subscriber.count(kind);
        List<Boolean> counted = heldOnes(kind, leaving);
        loop.delivery().unsubscribe(subscriber, kind, leaving);
        if (leaving.isEmpty()) {
            confirm(Words.unsubscribe(kind), null, count);
        }
        for (int i = 0; i < leaving.size(); i++) {
            if (counted.get(i)) {
                count--;
            }
            confirm(Words.unsubscribe(kind), leaving.get(i), count);
        }
        if (kind == Kind.CHANNEL && attendance != null) {
            attendance.leave(leaving);
        }
    }

    /** Ends all subscriptions without a word. */
    void drop() {
        loop.delivery().unsubscribeAll(subscriber);
        if (attendance != null) {
            attendance.leaveAll();
            attendance = null;
        }
    }

    /** Whether the client listens to what {@code user} may not hear. */
    boolean hearsMoreThan(User user) {
        for (Kind kind : Kind.values()) {
            for (Bytes name : held(kind)) {
                if (!user.mayHear(kind == Kind.PATTERN, name)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The client may be known by another name. */
    void renamed() {
        if (attendance != null) {
            attendance.rename(name());
        }
    }

    /** The setting {@code presence} changed. */
    void presenceChanged() {
        if (attendance != null) {
            attendance.leaveUnless(loop.presence().patterns()::cover);
        }
        attend(held(Kind.CHANNEL));
    }

    /** Has the client listed on those of {@code channels} that have presence. */
    private void attend(List<Bytes> channels) {
        PresencePatterns patterns = loop.presence().patterns();
        if (patterns.none()) {
            return;
        }
        List<Bytes> named = null;
        for (Bytes channel : channels) {
            Interest held = subscriber.subscriptions(Kind.CHANNEL).find(channel);
            if (held != null && patterns.cover(channel)) {
                named = named == null ? new ArrayList<>() : named;
                named.add(held.name()); // the copy of the name that is kept anyway
            }
        }
        if (named != null) {
            if (attendance == null) {
                attendance = new Attendance(loop, name());
            }
            attendance.join(named);
        }
    }

    /** What it is listed as; empty for nothing. */
    private Bytes name() {
        Bytes from = identity.from();
        return from == null ? Bytes.EMPTY : from;
    }

    /** Bytes that being listed as present takes. */
    long presenceBytes() {
        return attendance == null ? 0 : attendance.memoryBytes();
    }

    private List<Bytes> held(Kind kind) {
        SubscriptionSet set = subscriber.subscriptions(kind);
        List<Bytes> names = new ArrayList<>(set.size());
        for (int i = 0; i < set.size(); i++) {
            names.add(set.at(i).name());
        }
        return names;
    }

    /** For each name whether it changes the count: the first mention of one that is not held. */
    private List<Boolean> newOnes(Kind kind, List<Bytes> names) {
        return Words.firstMentions(names, name -> !subscriber.subscriptions(kind).holds(name));
    }

    private List<Boolean> heldOnes(Kind kind, List<Bytes> names) {
        return Words.firstMentions(names, name -> subscriber.subscriptions(kind).holds(name));
    }

    private void confirm(Confirmation word, @Nullable Bytes name, int count) {
        Frames.confirmation(
                loop.scratch(),
                subscriber.form().dialect(),
                word,
                name == null ? null : name.array(),
                count);
    }
}
