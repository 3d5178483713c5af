package io.crier.server.command;

import io.crier.server.history.GroupRefusal;
import io.crier.server.history.GroupState;
import io.crier.server.history.Groups;
import io.crier.server.history.Outcome;
import io.crier.server.message.Bytes;
import io.crier.server.security.Operation.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** XGROUP, and XACK: the groups of a channel, and who belongs to them. */
final class GroupCommands {
    private static final String NO_CHANNEL =
            "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.";

    private GroupCommands() {}

    static List<Command> rows() {
        return List.of(
                Command.container("xgroup")
                        .with(
                                "create",
                                -5,
                                Channels.SECOND,
                                GroupCommands::create,
                                Flag.WRITE,
                                Flag.DENYOOM)
                        .with(
                                "createconsumer",
                                5,
                                Channels.SECOND,
                                GroupCommands::createConsumer,
                                Flag.WRITE,
                                Flag.DENYOOM)
                        .with(
                                "delconsumer",
                                5,
                                Channels.SECOND,
                                GroupCommands::deleteConsumer,
                                Flag.WRITE)
                        .with("destroy", 4, Channels.SECOND, GroupCommands::destroy, Flag.WRITE)
                        .with("help", 2, GroupCommands::help, Flag.LOADING, Flag.STALE)
                        .with("setid", -5, Channels.SECOND, GroupCommands::setId, Flag.WRITE),
                Command.of(
                                "xreadgroup",
                                -7,
                                ConsumerRead::run,
                                Flag.WRITE,
                                Flag.BLOCKING,
                                Flag.MOVABLEKEYS)
                        .on(Channels.OF_STREAMS),
                Command.of("xack", -4, GroupCommands::acknowledge, Flag.WRITE, Flag.FAST)
                        .on(Channels.ONE));
    }

    private static Groups groups(Call call) {
        return call.node().history().groups();
    }

    private static void create(Call call) {
        Place place = Place.read(call, true);
        Bytes channel = call.bytes(2);
        if (place == null || (place.makeStream && StreamCommands.keepsNone(call, channel))) {
            return;
        }
        answer(
                call,
                groups(call)
                        .create(channel, call.bytes(3), place.last, place.read, place.makeStream),
                _ -> call.ok());
    }

    private static void setId(Call call) {
        Place place = Place.read(call, false);
        if (place != null) {
            answer(
                    call,
                    groups(call).move(call.bytes(2), call.bytes(3), place.last, place.read),
                    _ -> call.ok());
        }
    }

    private static void destroy(Call call) {
        answer(
                call,
                groups(call).destroy(call.bytes(2), call.bytes(3)),
                there -> call.reply().integer(there ? 1 : 0));
    }

    private static void createConsumer(Call call) {
        answer(
                call,
                groups(call).addConsumer(call.bytes(2), call.bytes(3), call.bytes(4)),
                added -> call.reply().integer(added ? 1 : 0));
    }

    private static void deleteConsumer(Call call) {
        answer(
                call,
                groups(call).removeConsumer(call.bytes(2), call.bytes(3), call.bytes(4)),
                pending -> call.reply().integer(pending));
    }

    private static <T> void answer(Call call, Outcome<T> outcome, Consumer<T> answer) {
        switch (outcome) {
            case Outcome.Done<T>(var value) -> answer.accept(value);
            case Outcome.Refused<T>(var why) ->
                    call.error(refusal(call, why, call.bytes(2), call.bytes(3)));
        }
    }

    private static String refusal(Call call, GroupRefusal why, Bytes channel, Bytes group) {
        return switch (why) {
            case NO_HISTORY -> NO_CHANNEL;
            case NO_GROUP -> noGroup(channel, group);
            case GROUP_EXISTS, NO_ROOM -> GroupAnswers.text(call, why, channel, group);
        };
    }

    /** The error for a group that a channel does not have, where the channel is known to be. */
    static String noGroup(Bytes channel, Bytes group) {
        return "NOGROUP No such consumer group '"
                + RequestText.shown(group)
                + "' for key name '"
                + RequestText.shown(channel)
                + "'";
    }

    /**
     * Where a group begins.
     *
     * @param last null for behind the newest message
     */
    private record Place(@Nullable Long last, long read, boolean makeStream) {
        /** Null after answering an error. */
        static @Nullable Place read(Call call, boolean create) {
            boolean makeStream = false;
            long read = GroupState.UNKNOWN;
            for (int at = 5; at < call.words(); at++) {
                if (create && call.is(at, "mkstream")) {
                    makeStream = true;
                } else if (call.is(at, "entriesread") && at + 1 < call.words()) {
                    Long number = Numbers.whole(call, ++at);
                    if (number == null) {
                        return null;
                    }
                    if (number < 0 && number != GroupState.UNKNOWN) {
                        call.error("ERR value for ENTRIESREAD must be positive or -1");
                        return null;
                    }
                    read = number;
                } else {
                    Answers.wrongSubcommandArguments(call);
                    return null;
                }
            }
            Groups groups = groups(call);
            Bytes channel = call.bytes(2);
            if (!makeStream && !call.node().history().exists(channel)) {
                call.error(NO_CHANNEL);
                return null;
            }
            if (!create && !groups.has(channel, call.bytes(3))) {
                call.error(noGroup(channel, call.bytes(3)));
                return null;
            }
            Long last = call.is(4, "$") ? Long.valueOf(-1) : StreamIds.parse(call, 4, 0);
            if (last == null) {
                call.error(StreamIds.INVALID);
                return null;
            }
            return new Place(last < 0 ? null : last, read, makeStream);
        }
    }

    /** XACK: ids that are none are refused before anything is acknowledged. */
    private static void acknowledge(Call call) {
        List<Long> positions = new ArrayList<>();
        for (int i = 3; i < call.words(); i++) {
            Long position = StreamIds.parse(call, i, 0);
            if (position == null) {
                call.error(StreamIds.INVALID);
                return;
            }
            positions.add(position);
        }
        call.reply().integer(groups(call).acknowledge(call.bytes(1), call.bytes(2), positions));
    }

    private static void help(Call call) {
        Answers.help(
                call,
                "CREATE <channel> <group> (<id>|$) [MKSTREAM] [ENTRIESREAD <number>]",
                "    Make a group that begins behind an id, or behind the newest message.",
                "    * MKSTREAM",
                "      Also if the channel remembers nothing yet.",
                "    * ENTRIESREAD <number>",
                "      How many messages of the channel that id stands for.",
                "CREATECONSUMER <channel> <group> <consumer>",
                "    Add a consumer.",
                "DELCONSUMER <channel> <group> <consumer>",
                "    Forget a consumer and what it has not acknowledged.",
                "DESTROY <channel> <group>",
                "    Forget a group.",
                "SETID <channel> <group> (<id>|$) [ENTRIESREAD <number>]",
                "    Let a group go on behind another id.");
    }
}
