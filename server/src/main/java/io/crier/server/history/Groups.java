package io.crier.server.history;

import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The consumer groups of the node's channels: each message of a channel goes to one consumer of a
 * group, and to another if it is not acknowledged. A group belongs to its channel's history, and
 * stays when all messages of that are gone. Any thread may call.
 *
 * <p>What groups remember counts as history, and may be half of it at most: beyond, whatever would
 * make it more is refused with {@link GroupRefusal#NO_ROOM}.
 */
public final class Groups {
    private final History history;
    private final Shelves shelves;

    Groups(History history, Shelves shelves) {
        this.history = history;
        this.shelves = shelves;
    }

    /** What is done with one group, under the lock. */
    private interface Work<T> {
        Outcome<T> with(ChannelLog log, Group group, long nowMillis);
    }

    /** Bytes that all groups may take. */
    public long bytesMax() {
        return history.bytesMax() / 2;
    }

    /**
     * Makes a group.
     *
     * @param last the position behind which it begins; null for behind the newest message
     * @param read how many messages that is; {@link GroupState#UNKNOWN}
     * @param evenEmpty whether also of a channel that remembers nothing
     */
    public Outcome<Boolean> create(
            Bytes channel, Bytes name, @Nullable Long last, long read, boolean evenEmpty) {
        return history.inOrder(() -> {
            ChannelLog log = find(channel);
            if (log == null && !evenEmpty) {
                return new Outcome.Refused<>(GroupRefusal.NO_HISTORY);
            }
            if (log != null && log.groups().byName().containsKey(name)) {
                return new Outcome.Refused<>(GroupRefusal.GROUP_EXISTS);
            }
            if (isFull()) {
                return new Outcome.Refused<>(GroupRefusal.NO_ROOM);
            }
            ChannelLog open = log == null ? history.open(channel) : log;
            if (open == null) {
                return new Outcome.Refused<>(GroupRefusal.NO_HISTORY);
            }
            add(open, new Group(name, last == null ? open.last() : last, read));
            return new Outcome.Done<>(true);
        });
    }

    private void add(ChannelLog log, Group group) {
        log.groups().byName().put(group.name(), group);
        shelves.groupsGrew(log, group.memoryBytes());
    }

    /** Lets a group go on behind another position; null for behind the newest message. */
    public Outcome<Boolean> move(Bytes channel, Bytes name, @Nullable Long last, long read) {
        return with(
                channel,
                name,
                (log, group, now) -> {
                    group.last(last == null ? log.last() : last, read);
                    history.stir(log);
                    return new Outcome.Done<>(true);
                });
    }

    /** Forgets a group; answers whether there was one. */
    public Outcome<Boolean> destroy(Bytes channel, Bytes name) {
        return history.inOrder(() -> {
            ChannelLog log = find(channel);
            if (log == null) {
                return new Outcome.Refused<>(GroupRefusal.NO_HISTORY);
            }
            Group group = log.groups().byName().remove(name);
            if (group != null) {
                shelves.groupsGrew(log, -group.memoryBytes());
                history.stir(log);
                shelves.closeIfUnused(log);
            }
            return new Outcome.Done<>(group != null);
        });
    }

    /** Adds a consumer; answers whether it was not there. */
    public Outcome<Boolean> addConsumer(Bytes channel, Bytes name, Bytes consumer) {
        return with(
                channel,
                name,
                (log, group, now) -> {
                    if (group.find(consumer) != null) {
                        return new Outcome.Done<>(false);
                    }
                    if (isFull()) {
                        return new Outcome.Refused<>(GroupRefusal.NO_ROOM);
                    }
                    group.consumer(consumer, now);
                    return new Outcome.Done<>(true);
                });
    }

    /** Forgets a consumer and what it was given; answers how much that was. */
    public Outcome<Long> removeConsumer(Bytes channel, Bytes name, Bytes consumer) {
        return with(
                channel,
                name,
                (log, group, now) -> {
                    Consumer known = group.find(consumer);
                    return new Outcome.Done<>(known == null ? 0L : group.remove(known));
                });
    }

    /** Gives a consumer messages; those channels are left out that have nothing new for it. */
    public Outcome<List<ChannelMessages>> read(GroupRead read) {
        return history.inOrder(() -> readNow(read));
    }

    /**
     * Gives a consumer messages, or begins to wait for them if there are none.
     *
     * @return what there was; null if it waits: then its waiter is called once, or it has to be
     *     forgotten
     */
    public @Nullable Outcome<List<ChannelMessages>> readOrAwait(GroupRead read, Waiting waiting) {
        return history.inOrder(() -> {
            Outcome<List<ChannelMessages>> now = readNow(read);
            if (now instanceof Outcome.Done<List<ChannelMessages>>(var messages)
                    && messages.isEmpty()) {
                history.add(waiting);
                return null;
            }
            return now;
        });
    }

    /** As {@link #read}, under the lock. */
    Outcome<List<ChannelMessages>> readNow(GroupRead read) {
        for (Bytes channel : read.channels()) {
            ChannelLog log = find(channel);
            if (log == null || !log.groups().byName().containsKey(read.group())) {
                return new Outcome.Refused<>(GroupRefusal.NO_GROUP);
            }
        }
        if (read.remembers() && isFull()) {
            return new Outcome.Refused<>(GroupRefusal.NO_ROOM);
        }
        List<ChannelMessages> all = new ArrayList<>();
        for (int i = 0; i < read.channels().size(); i++) {
            Bytes channel = read.channels().get(i);
            long behind = read.behind().get(i);
            List<Given> messages = readNow(read, channel, behind);
            if (behind != GroupRead.NEW || !messages.isEmpty()) {
                all.add(new ChannelMessages(channel, messages));
            }
        }
        return new Outcome.Done<>(all);
    }

    private List<Given> readNow(GroupRead read, Bytes channel, long behind) {
        Outcome<List<Given>> outcome =
                within(
                        find(channel),
                        read.group(),
                        (log, group, now) -> {
                            Consumer consumer = group.consumer(read.consumer(), now);
                            long countMax = read.countMax();
                            return new Outcome.Done<>(
                                    behind == GroupRead.NEW
                                            ? group.readNew(
                                                    log,
                                                    consumer,
                                                    read.noAck()
                                                            ? countMax
                                                            : Math.min(countMax, room()),
                                                    read.noAck(),
                                                    now)
                                            : Group.readAgain(
                                                    log, consumer, behind, countMax, now));
                        });
        return outcome instanceof Outcome.Done<List<Given>>(var messages) ? messages : List.of();
    }

    /** Acknowledges messages; answers how many were not acknowledged before. */
    public long acknowledge(Bytes channel, Bytes name, List<Long> positions) {
        Outcome<Long> outcome =
                with(
                        channel,
                        name,
                        (log, group, now) -> new Outcome.Done<>(group.acknowledge(positions)));
        return outcome instanceof Outcome.Done<Long>(Long acknowledged) ? acknowledged : 0;
    }

    /** How much of a group is not acknowledged. */
    public Outcome<PendingSummary> pending(Bytes channel, Bytes name) {
        return with(
                channel, name, (log, group, now) -> new Outcome.Done<>(PendingSummary.of(group)));
    }

    /** What of a group is not acknowledged. */
    public Outcome<List<PendingState>> pending(Bytes channel, Bytes name, PendingRange range) {
        return with(
                channel, name, (log, group, now) -> new Outcome.Done<>(group.pending(range, now)));
    }

    /**
     * Makes messages that are not acknowledged another consumer's.
     *
     * @param reach the position that the group is at least moved on to
     */
    public Outcome<List<Given>> claim(
            Bytes channel,
            Bytes name,
            Bytes consumer,
            List<Long> positions,
            ClaimRequest request,
            long reach) {
        return with(
                channel,
                name,
                (log, group, now) -> {
                    if (isFull()) {
                        return new Outcome.Refused<>(GroupRefusal.NO_ROOM);
                    }
                    group.reach(reach);
                    Consumer claimant = group.consumer(consumer, now);
                    return new Outcome.Done<>(
                            new Claim(log, group, claimant, request, now).of(positions));
                });
    }

    /** Makes messages that are not acknowledged another consumer's, from a position on. */
    public Outcome<Claimed> claimFrom(
            Bytes channel,
            Bytes name,
            Bytes consumer,
            long position,
            long countMax,
            ClaimRequest request) {
        return with(
                channel,
                name,
                (log, group, now) -> {
                    if (isFull()) {
                        return new Outcome.Refused<>(GroupRefusal.NO_ROOM);
                    }
                    Consumer claimant = group.consumer(consumer, now);
                    return new Outcome.Done<>(
                            new Claim(log, group, claimant, request, now).from(position, countMax));
                });
    }

    /** Whether a channel has a group of this name. */
    public boolean has(Bytes channel, Bytes name) {
        return with(channel, name, (log, group, now) -> new Outcome.Done<>(true))
                instanceof Outcome.Done<Boolean>;
    }

    /** What there is to tell of the groups of a channel, by name; null without a history. */
    public @Nullable List<GroupFacts> facts(Bytes channel) {
        return of(
                channel,
                log ->
                        log.groups().byName().values().stream()
                                .map(group -> GroupFacts.of(log, group))
                                .toList());
    }

    /** A group as it is. */
    public Outcome<GroupState> state(Bytes channel, Bytes name) {
        return with(channel, name, (log, group, now) -> new Outcome.Done<>(GroupState.of(group)));
    }

    /** The groups of a channel as they are, by name. */
    public List<GroupState> states(Bytes channel) {
        List<GroupState> states =
                of(
                        channel,
                        log ->
                                log.groups().byName().values().stream()
                                        .map(GroupState::of)
                                        .toList());
        return states == null ? List.of() : states;
    }

    /**
     * Gives a channel the groups back that it had, in place of those of their names.
     *
     * @return false if it keeps no history
     */
    public boolean restore(Bytes channel, List<GroupState> states) {
        return history.inOrder(() -> {
            ChannelLog log = history.open(channel);
            if (log == null) {
                return false;
            }
            for (GroupState state : states) {
                Group known = log.groups().byName().get(state.name());
                if (known != null) {
                    shelves.groupsGrew(log, -known.memoryBytes());
                }
                add(log, Group.of(state));
            }
            shelves.closeIfUnused(log);
            return true;
        });
    }

    private boolean isFull() {
        return shelves.groupBytes() >= bytesMax();
    }

    /** How many messages may be given to be acknowledged. */
    private long room() {
        return Math.max(1, (bytesMax() - shelves.groupBytes()) / Pending.MEMORY_BYTES);
    }

    /** The log of a channel that has a history; null without. */
    private @Nullable ChannelLog find(Bytes channel) {
        ChannelLog log = shelves.find(channel);
        if (log == null) {
            return null;
        }
        shelves.expire(log, history.nowMillis());
        return log.exists() ? log : null;
    }

    private <T> @Nullable T of(Bytes channel, Function<ChannelLog, T> question) {
        return history.inOrder(() -> {
            ChannelLog log = find(channel);
            return log == null ? null : question.apply(log);
        });
    }

    private <T> Outcome<T> with(Bytes channel, Bytes name, Work<T> work) {
        return history.inOrder(() -> within(find(channel), name, work));
    }

    private <T> Outcome<T> within(@Nullable ChannelLog log, Bytes name, Work<T> work) {
        if (log == null) {
            return new Outcome.Refused<>(GroupRefusal.NO_HISTORY);
        }
        Group group = log.groups().byName().get(name);
        if (group == null) {
            return new Outcome.Refused<>(GroupRefusal.NO_GROUP);
        }
        long before = group.memoryBytes();
        Outcome<T> outcome = work.with(log, group, history.nowMillis());
        shelves.groupsGrew(log, group.memoryBytes() - before);
        return outcome;
    }
}
