package io.crier.server.command;

import io.crier.protocol.Frames;
import io.crier.protocol.Request;
import io.crier.protocol.RespWriter;
import io.crier.server.broker.Broker;
import io.crier.server.broker.Glob;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.session.Publishing;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Publish/subscribe: subscribing, publishing, and who listens. */
final class PubSubCommands {
    private PubSubCommands() {}

    static List<Command> rows() {
        Flag[] subscribing = {
            Flag.PUBSUB, Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.WHILE_SUBSCRIBED
        };
        Flag[] publishing = {
            Flag.PUBSUB, Flag.LOADING, Flag.STALE, Flag.FAST, Flag.MAY_REPLICATE, Flag.CHANNELS
        };
        Flag[] channels = with(subscribing, Flag.CHANNELS);
        Flag[] patterns = with(subscribing, Flag.PATTERNS);
        Flag[] asking = {Flag.PUBSUB, Flag.LOADING, Flag.STALE};
        return List.of(
                Command.of("subscribe", -2, call -> subscribe(call, Kind.CHANNEL), channels),
                Command.of("unsubscribe", -1, call -> unsubscribe(call, Kind.CHANNEL), subscribing),
                Command.of("psubscribe", -2, call -> subscribe(call, Kind.PATTERN), patterns),
                Command.of(
                        "punsubscribe", -1, call -> unsubscribe(call, Kind.PATTERN), subscribing),
                Command.of("ssubscribe", -2, PubSubCommands::ssubscribe, channels),
                Command.of("sunsubscribe", -1, call -> unsubscribe(call, Kind.SHARD), subscribing),
                Command.of("publish", 3, call -> publish(call, Kind.CHANNEL), publishing),
                Command.of("spublish", 3, call -> publish(call, Kind.SHARD), publishing),
                Command.container("pubsub")
                        .with("channels", -2, call -> channels(call, Kind.CHANNEL), asking)
                        .with("help", 2, PubSubCommands::help, Flag.LOADING, Flag.STALE)
                        .with("numpat", 2, PubSubCommands::numpat, asking)
                        .with("numsub", -2, call -> numsub(call, Kind.CHANNEL), asking)
                        .with("shardchannels", -2, call -> channels(call, Kind.SHARD), asking)
                        .with("shardnumsub", -2, call -> numsub(call, Kind.SHARD), asking),
                Command.of("presence", 2, PubSubCommands::presence, with(asking, Flag.CHANNELS)));
    }

    private static Flag[] with(Flag[] flags, Flag more) {
        return Stream.concat(Stream.of(flags), Stream.of(more)).toArray(Flag[]::new);
    }

    private static void subscribe(Call call, Kind kind) {
        if (kind == Kind.PATTERN && Patterns.refuses(call, 1)) {
            return;
        }
        if (call.node().measurements().headroom().scarce()) {
            call.error(
                    "OOM there is not enough memory for more subscriptions; nothing was subscribed");
            return;
        }
        call.session().subscribe(kind, call.rest(1));
    }

    /**
     * Refused inside EXEC, as Redis refuses it to clients that may not block; the other kinds are
     * exempt there.
     */
    private static void ssubscribe(Call call) {
        if (call.executing()) {
            call.error("ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client");
            return;
        }
        subscribe(call, Kind.SHARD);
    }

    private static void unsubscribe(Call call, Kind kind) {
        call.session().unsubscribe(kind, call.rest(1));
    }

    /** Reached inside EXEC alone, and where a check has to answer; other publishes join a burst. */
    private static void publish(Call call, Kind kind) {
        Request request = call.request();
        if (!Frames.fits(request.length(1), request.length(2))) {
            call.error(
                    "ERR message too long: channel and payload together may have "
                            + Frames.MESSAGE_BYTES_MAX
                            + " bytes");
            return;
        }
        Publishing publishing = call.publishing();
        String overRate = publishing.hasAhead() ? null : call.overRate();
        int receivers = overRate == null ? publishing.receivers(kind, request) : -1;
        if (receivers < 0) {
            refuse(call, overRate == null ? publishing.refusal() : overRate);
            return;
        }
        call.node().counters().publishes.increment();
        call.reply().integer(receivers);
    }

    /** Answers why a message was not published, and counts it. */
    static void refuse(Call call, String why) {
        if (OverRate.isSaidBy(why)) {
            call.node()
                    .counters()
                    .publishesOverRate
                    .add(call.session().identity().user().toString());
        }
        call.error(why);
    }

    private static void channels(Call call, Kind kind) {
        if (call.words() > 3) {
            Answers.wrongSubcommandArguments(call);
            return;
        }
        if (Patterns.refuses(call, 2)) {
            return;
        }
        Broker broker = call.node().broker();
        List<Bytes> names;
        if (call.words() == 3) {
            Glob glob = Glob.compile(call.bytes(2));
            names = broker.channels(kind, name -> glob.matches(name.array(), 0, name.length()));
        } else {
            names = broker.channels(kind, name -> true);
        }
        RespWriter reply = call.reply().array(names.size());
        for (Bytes name : names) {
            reply.bulk(name.array());
        }
    }

    private static void numsub(Call call, Kind kind) {
        RespWriter reply = call.reply().array((call.words() - 2) * 2);
        for (int i = 2; i < call.words(); i++) {
            Bytes name = call.bytes(i);
            reply.bulk(name.array()).integer(call.node().broker().subscribers(kind, name));
        }
    }

    private static void numpat(Call call) {
        call.reply().integer(call.node().broker().count(Kind.PATTERN));
    }

    /** Names with their connections. Redis has no such command. */
    private static void presence(Call call) {
        SequencedMap<Bytes, Integer> names = call.session().loop().presence().names(call.bytes(1));
        RespWriter reply = call.reply().map(names.size());
        names.forEach((name, connections) -> reply.bulk(name.array()).integer(connections));
    }

    private static void help(Call call) {
        Answers.help(
                call,
                "CHANNELS [<pattern>]",
                "    List the channels that have subscribers and match <pattern> (default: all).",
                "NUMPAT",
                "    Count the different patterns that are subscribed.",
                "NUMSUB [<channel> ...]",
                "    Count the subscribers of each channel, without those of patterns.",
                "SHARDCHANNELS [<pattern>]",
                "    List the shard channels that have subscribers and match <pattern> (default: all).",
                "SHARDNUMSUB [<shardchannel> ...]",
                "    Count the subscribers of each shard channel.");
    }
}
