package io.crier.server.command;

import io.crier.protocol.Frames;
import io.crier.protocol.Request;
import io.crier.protocol.RespWriter;
import io.crier.server.history.History;
import io.crier.server.history.LogFacts;
import io.crier.server.history.Page;
import io.crier.server.history.PageReader;
import io.crier.server.message.Bytes;
import io.crier.server.message.Position;
import io.crier.server.security.Operation.Channels;
import io.crier.server.session.Publishing;
import java.util.List;

/**
 * The history of channels under the names of Redis' stream commands: an entry's fields are {@code
 * message} and, where its publisher has a name, {@code from}.
 */
final class StreamCommands {
    static final byte[] MESSAGE = {'m', 'e', 's', 's', 'a', 'g', 'e'};
    private static final byte[] FROM = {'f', 'r', 'o', 'm'};

    private StreamCommands() {}

    static List<Command> rows() {
        return List.of(
                Command.of("xadd", -5, StreamCommands::add, Flag.WRITE, Flag.FAST).on(Channels.ONE),
                Command.of("xlen", 2, StreamCommands::length, Flag.READONLY, Flag.FAST)
                        .on(Channels.ONE),
                Command.of("xrange", -4, call -> range(call, false), Flag.READONLY)
                        .on(Channels.ONE),
                Command.of("xrevrange", -4, call -> range(call, true), Flag.READONLY)
                        .on(Channels.ONE),
                Command.of("xread", -4, StreamRead::run, Flag.READONLY, Flag.BLOCKING)
                        .on(Channels.OF_STREAMS),
                Command.of("xtrim", -4, StreamCommands::trim, Flag.WRITE).on(Channels.ONE),
                Command.container("xinfo")
                        .with("help", 2, StreamCommands::help, Flag.LOADING, Flag.STALE)
                        .with("stream", -3, Channels.SECOND, StreamCommands::info, Flag.READONLY));
    }

    /** Answers an error and true if a channel keeps no history. */
    static boolean keepsNone(Call call, Bytes channel) {
        if (call.node().history().keeps(channel)) {
            return false;
        }
        call.error(
                "ERR channel '"
                        + RequestText.shown(channel)
                        + "' keeps no history; the setting 'history' names those that do");
        return true;
    }

    private static void add(Call call) {
        StreamOptions options = new StreamOptions(call);
        int id = options.readAdd();
        if (id < 0) {
            return;
        }
        int fields = call.words() - id - 1;
        if (fields < 2 || fields % 2 != 0) {
            call.error("ERR wrong number of arguments for 'xadd' command");
            return;
        }
        if (!call.is(id, "*")) {
            call.error(
                    StreamIds.parse(call, id, 0) == null
                            ? StreamIds.INVALID
                            : "ERR a channel gives each message its id itself: the id must be '*'");
            return;
        }
        if (fields > 2 || !call.bytes(id + 1).equals(Bytes.own(MESSAGE))) {
            call.error("ERR a message has the one field 'message'");
            return;
        }
        publish(call, options);
    }

    private static void publish(Call call, StreamOptions options) {
        Bytes channel = call.bytes(1);
        int payload = call.words() - 1;
        Request request = call.request();
        if (keepsNone(call, channel)) {
            return;
        }
        if (options.isNoMakeStream() && call.node().history().length(channel) == 0) {
            call.reply().nil();
            return;
        }
        if (!Frames.fits(request.length(1), request.length(payload))) {
            call.error(
                    "ERR message too long: channel and payload together may have "
                            + Frames.MESSAGE_BYTES_MAX
                            + " bytes");
            return;
        }
        String overRate = call.overRate();
        if (overRate != null) {
            PubSubCommands.refuse(call, overRate);
            return;
        }
        long position = call.publishing().publishKept(request, 1, payload);
        if (position < 0) {
            call.error(Publishing.NO_MEMORY);
            return;
        }
        call.node().counters().publishes.increment();
        options.trim(channel);
        call.reply().bulk(Position.text(position));
    }

    private static void length(Call call) {
        call.reply().integer(call.node().history().length(call.bytes(1)));
    }

    private static void range(Call call, boolean newestFirst) {
        int start = newestFirst ? 3 : 2;
        Long from = StreamIds.first(call, start);
        Long to = from == null ? null : StreamIds.last(call, newestFirst ? 2 : 3);
        if (from == null || to == null) {
            return;
        }
        long count = Long.MAX_VALUE;
        if (call.words() > 4) {
            if (call.words() != 6 || !call.is(4, "count")) {
                call.syntaxError();
                return;
            }
            if (!call.request().isInteger(5)) {
                call.error("ERR value is not an integer or out of range");
                return;
            }
            count = Math.max(0, call.request().integer(5));
        }
        if (count == 0) {
            call.reply().nilArray();
            return;
        }
        Page page = call.node().history().range(call.bytes(1), from, to, count, newestFirst);
        entries(call.reply(), page, newestFirst);
    }

    /** Writes the messages of a page. */
    static void entries(RespWriter reply, Page page, boolean newestFirst) {
        reply.array(page.size());
        PageReader reader = newestFirst ? page.backward() : page.forward();
        while (reader.next()) {
            entry(reply, reader);
        }
    }

    /** Writes the message that a reader stands at. */
    static void entry(RespWriter reply, PageReader reader) {
        Bytes from = reader.from();
        reply.array(2).bulk(Position.text(reader.position())).array(from == null ? 2 : 4);
        reply.bulk(MESSAGE).bulk(reader.array(), reader.payload(), reader.payloadLength());
        if (from != null) {
            reply.bulk(FROM).bulk(from.array());
        }
    }

    private static void trim(Call call) {
        StreamOptions options = new StreamOptions(call);
        if (options.readTrim()) {
            call.reply().integer(options.trim(call.bytes(1)));
        }
    }

    private static void info(Call call) {
        History history = call.node().history();
        LogFacts facts = history.facts(call.bytes(2));
        if (facts == null) {
            call.error("ERR no such key");
            return;
        }
        if (call.words() > 3) {
            call.syntaxError();
            return;
        }
        RespWriter reply = call.reply().map(10);
        reply.bulk("length").integer(facts.length());
        reply.bulk("radix-tree-keys").integer(facts.segments());
        reply.bulk("radix-tree-nodes").integer(facts.segments() + 1L);
        reply.bulk("last-generated-id").bulk(Position.text(facts.last()));
        reply.bulk("max-deleted-entry-id").bulk(Position.text(facts.lastRemoved()));
        reply.bulk("entries-added").integer(facts.added());
        reply.bulk("recorded-first-entry-id").bulk(Position.text(first(facts.oldest())));
        reply.bulk("groups").integer(0);
        reply.bulk("first-entry");
        single(reply, facts.oldest());
        reply.bulk("last-entry");
        single(reply, facts.newest());
    }

    private static long first(Page page) {
        PageReader reader = page.forward();
        return reader.next() ? reader.position() : Position.NONE;
    }

    private static void single(RespWriter reply, Page page) {
        PageReader reader = page.forward();
        if (reader.next()) {
            entry(reply, reader);
        } else {
            reply.nil();
        }
    }

    private static void help(Call call) {
        Answers.help(
                call, "STREAM <channel>", "    Show what there is to know of a channel's history.");
    }
}
