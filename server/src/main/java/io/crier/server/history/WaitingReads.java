package io.crier.server.history;

import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads that wait stand at the logs of their channels. Whenever there may be something for them,
 * they are looked at in the order in which they came: so the consumer of a group who has waited
 * longest is the one who is given the next message. Guarded by the history's lock.
 */
final class WaitingReads {
    private final Shelves shelves;
    private final Function<GroupRead, Outcome<List<ChannelMessages>>> groupReads;
    private final Set<ChannelLog> stirred = new LinkedHashSet<>();
    private List<Waiter> arrived = new ArrayList<>();

    /**
     * @param groupReads gives consumers of groups what there is
     */
    WaitingReads(Shelves shelves, Function<GroupRead, Outcome<List<ChannelMessages>>> groupReads) {
        this.shelves = shelves;
        this.groupReads = groupReads;
    }

    void add(Waiting read, Retention retention) {
        for (Bytes channel : read.channels()) {
            var rule = retention.of(channel);
            if (rule != null) {
                shelves.open(channel, rule).waiting().add(read);
            }
        }
    }

    /** It waits no more; answers whether it did. */
    boolean remove(Waiting read) {
        if (read.over()) {
            return false;
        }
        end(read, null);
        return true;
    }

    private void end(Waiting read, @Nullable Outcome<List<ChannelMessages>> outcome) {
        read.end(outcome);
        for (Bytes channel : read.channels()) {
            ChannelLog log = shelves.find(channel);
            if (log != null) {
                log.waiting().remove(read);
                shelves.closeIfUnused(log);
            }
        }
    }

    /** There may be something for those who wait at a log: a message, or the end of a group. */
    void stir(ChannelLog log) {
        if (log.isAwaited()) {
            stirred.add(log);
        }
    }

    /** Gives those who wait what there is for them. */
    void serve() {
        if (stirred.isEmpty()) {
            return;
        }
        List<ChannelLog> logs = List.copyOf(stirred);
        stirred.clear();
        logs.forEach(this::serve);
    }

    private void serve(ChannelLog log) {
        Set<Bytes> emptyGroups = new HashSet<>();
        Iterator<Waiting> all = log.waiting().iterator();
        while (all.hasNext()) {
            Waiting read = all.next();
            GroupRead groupRead = read.groupRead();
            if (groupRead == null) {
                if (!log.isEmpty() && read.wants(log.channel(), log.last())) {
                    all.remove();
                    call(read, null);
                }
            } else if (!emptyGroups.contains(groupRead.group())) {
                Outcome<List<ChannelMessages>> outcome = groupReads.apply(groupRead);
                if (!isNothing(outcome)) {
                    all.remove();
                    call(read, outcome);
                } else if (groupRead.channels().size() == 1) {
                    emptyGroups.add(groupRead.group());
                }
            }
        }
    }

    /** Whether a consumer of a group goes on waiting. */
    private static boolean isNothing(Outcome<List<ChannelMessages>> outcome) {
        return outcome instanceof Outcome.Done<List<ChannelMessages>>(var messages)
                && messages.isEmpty();
    }

    private void call(Waiting read, @Nullable Outcome<List<ChannelMessages>> outcome) {
        end(read, outcome);
        arrived.add(read.waiter());
    }

    /** The channel keeps no history any more: nobody waits for its messages. */
    void endAll(ChannelLog log) {
        for (Waiting read : List.copyOf(log.waiting())) {
            call(read, new Outcome.Refused<>(GroupRefusal.NO_HISTORY));
        }
    }

    /** Those who have to be called, without the lock. */
    List<Waiter> takeArrived() {
        if (arrived.isEmpty()) {
            return List.of();
        }
        List<Waiter> taken = arrived;
        arrived = new ArrayList<>();
        return taken;
    }
}
