package io.crier.server.command;

import io.crier.protocol.RespWriter;
import io.crier.server.history.ConsumerState;
import io.crier.server.history.GroupFacts;
import io.crier.server.history.GroupState;
import io.crier.server.history.Groups;
import io.crier.server.history.History;
import io.crier.server.history.LogFacts;
import io.crier.server.history.Outcome;
import io.crier.server.history.Page;
import io.crier.server.history.PageReader;
import io.crier.server.history.PendingState;
import io.crier.server.message.Bytes;
import io.crier.server.message.Position;
import io.crier.server.security.Operation.Channels;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XINFO: what there is to know of a channel's history and its groups. */
final class StreamInfo {
    private static final long FULL_COUNT_DEFAULT = 10;

    private StreamInfo() {}

    static Command row() {
        return Command.container("xinfo")
                .with("consumers", 4, Channels.SECOND, StreamInfo::consumers, Flag.READONLY)
                .with("groups", 3, Channels.SECOND, StreamInfo::groups, Flag.READONLY)
                .with("help", 2, StreamInfo::help, Flag.LOADING, Flag.STALE)
                .with("stream", -3, Channels.SECOND, StreamInfo::stream, Flag.READONLY);
    }

    private static void stream(Call call) {
        History history = call.node().history();
        Bytes channel = call.bytes(2);
        LogFacts facts = history.exists(channel) ? history.facts(channel) : null;
        if (facts == null) {
            call.error("ERR no such key");
        } else if (call.words() == 3) {
            brief(call, channel, facts);
        } else {
            full(call, channel, facts);
        }
    }

    private static void brief(Call call, Bytes channel, LogFacts facts) {
        List<GroupFacts> groups = call.node().history().groups().facts(channel);
        RespWriter reply = call.reply().map(10);
        head(reply, facts);
        reply.bulk("groups").integer(groups == null ? 0 : groups.size());
        reply.bulk("first-entry");
        single(reply, facts.oldest());
        reply.bulk("last-entry");
        single(reply, facts.newest());
    }

    private static void head(RespWriter reply, LogFacts facts) {
        reply.bulk("length").integer(facts.length());
        reply.bulk("radix-tree-keys").integer(facts.segments());
        reply.bulk("radix-tree-nodes").integer(facts.segments() + 1L);
        reply.bulk("last-generated-id").bulk(Position.text(facts.last()));
        reply.bulk("max-deleted-entry-id").bulk(Position.text(facts.lastRemoved()));
        reply.bulk("entries-added").integer(facts.added());
        reply.bulk("recorded-first-entry-id").bulk(Position.text(first(facts.oldest())));
    }

    private static long first(Page page) {
        PageReader reader = page.forward();
        return reader.next() ? reader.position() : Position.NONE;
    }

    private static void single(RespWriter reply, Page page) {
        PageReader reader = page.forward();
        if (reader.next()) {
            StreamCommands.entry(reply, reader);
        } else {
            reply.nil();
        }
    }

    private static void full(Call call, Bytes channel, LogFacts facts) {
        Long countMax = fullCount(call);
        if (countMax == null) {
            return;
        }
        History history = call.node().history();
        List<GroupState> groups = history.groups().states(channel);
        List<GroupFacts> lags = history.groups().facts(channel);
        RespWriter reply = call.reply().map(9);
        head(reply, facts);
        reply.bulk("entries");
        Page page = history.range(channel, Position.NONE, Position.MAX, countMax, false);
        StreamCommands.entries(reply, page, false);
        reply.bulk("groups").array(groups.size());
        for (GroupState group : groups) {
            full(reply, group, lag(lags, group), countMax);
        }
    }

    private static long lag(@Nullable List<GroupFacts> facts, GroupState group) {
        return facts == null
                ? GroupState.UNKNOWN
                : facts.stream()
                        .filter(one -> one.name().equals(group.name()))
                        .mapToLong(GroupFacts::lag)
                        .findFirst()
                        .orElse(GroupState.UNKNOWN);
    }

    /** How many entries FULL tells of each list; null after answering an error. */
    private static @Nullable Long fullCount(Call call) {
        boolean counts = call.words() == 6 && call.is(4, "count");
        if (!call.is(3, "full") || (call.words() != 4 && !counts)) {
            Answers.wrongSubcommandArguments(call);
            return null;
        }
        if (!counts) {
            return FULL_COUNT_DEFAULT;
        }
        Long asked = Numbers.whole(call, 5);
        if (asked == null) {
            return null;
        }
        return asked == 0 ? Long.MAX_VALUE : asked < 0 ? FULL_COUNT_DEFAULT : asked;
    }

    private static void full(RespWriter reply, GroupState group, long lag, long countMax) {
        List<PendingState> pending =
                group.consumers().stream()
                        .flatMap(consumer -> consumer.pending().stream())
                        .sorted(Comparator.comparingLong(PendingState::position))
                        .toList();
        reply.map(7).bulk("name").bulk(group.name().array());
        reply.bulk("last-delivered-id").bulk(Position.text(group.last()));
        known(reply.bulk("entries-read"), group.read());
        known(reply.bulk("lag"), lag);
        reply.bulk("pel-count").integer(pending.size());
        reply.bulk("pending");
        List<PendingState> told = pending.stream().limit(countMax).toList();
        reply.array(told.size());
        for (PendingState one : told) {
            reply.array(4).bulk(Position.text(one.position())).bulk(one.consumer().array());
            reply.integer(one.givenMillis()).integer(one.givenTimes());
        }
        reply.bulk("consumers").array(group.consumers().size());
        group.consumers().forEach(consumer -> full(reply, consumer, countMax));
    }

    private static void full(RespWriter reply, ConsumerState consumer, long countMax) {
        reply.map(5).bulk("name").bulk(consumer.name().array());
        reply.bulk("seen-time").integer(consumer.seenMillis());
        reply.bulk("active-time").integer(consumer.activeMillis());
        reply.bulk("pel-count").integer(consumer.pending().size());
        List<PendingState> told = consumer.pending().stream().limit(countMax).toList();
        reply.bulk("pending").array(told.size());
        for (PendingState one : told) {
            reply.array(3).bulk(Position.text(one.position()));
            reply.integer(one.givenMillis()).integer(one.givenTimes());
        }
    }

    private static void known(RespWriter reply, long number) {
        if (number == GroupState.UNKNOWN) {
            reply.nil();
        } else {
            reply.integer(number);
        }
    }

    private static void groups(Call call) {
        List<GroupFacts> groups = call.node().history().groups().facts(call.bytes(2));
        if (groups == null) {
            call.error("ERR no such key");
            return;
        }
        RespWriter reply = call.reply().array(groups.size());
        for (GroupFacts group : groups) {
            reply.map(6).bulk("name").bulk(group.name().array());
            reply.bulk("consumers").integer(group.consumers());
            reply.bulk("pending").integer(group.pending());
            reply.bulk("last-delivered-id").bulk(Position.text(group.last()));
            known(reply.bulk("entries-read"), group.read());
            known(reply.bulk("lag"), group.lag());
        }
    }

    private static void consumers(Call call) {
        Groups groups = call.node().history().groups();
        Bytes channel = call.bytes(2);
        Bytes group = call.bytes(3);
        switch (groups.state(channel, group)) {
            case Outcome.Done<GroupState>(var state) -> consumers(call, state);
            case Outcome.Refused<GroupState> _ ->
                    call.error(
                            call.node().history().exists(channel)
                                    ? GroupCommands.noGroup(channel, group)
                                    : "ERR no such key");
        }
    }

    private static void consumers(Call call, GroupState state) {
        long now = call.node().clock().epochMillis();
        RespWriter reply = call.reply().array(state.consumers().size());
        for (ConsumerState consumer : state.consumers()) {
            reply.map(4).bulk("name").bulk(consumer.name().array());
            reply.bulk("pending").integer(consumer.pending().size());
            reply.bulk("idle").integer(Math.max(0, now - consumer.seenMillis()));
            reply.bulk("inactive")
                    .integer(
                            consumer.activeMillis() == ConsumerState.NEVER
                                    ? -1
                                    : Math.max(0, now - consumer.activeMillis()));
        }
    }

    private static void help(Call call) {
        Answers.help(
                call,
                "CONSUMERS <channel> <group>",
                "    Show the consumers of a group.",
                "GROUPS <channel>",
                "    Show the groups of a channel.",
                "STREAM <channel> [FULL [COUNT <count>]]",
                "    Show what there is to know of a channel's history.");
    }
}
