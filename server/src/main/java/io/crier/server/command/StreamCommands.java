package io.crier.server.command;

import io.crier.protocol.RespWriter;
import io.crier.server.history.Page;
import io.crier.server.history.PageReader;
import io.crier.server.message.Bytes;
import io.crier.server.message.Position;
import io.crier.server.security.Operation.Channels;
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
                Command.of("xadd", -5, StreamAdd::run, Flag.WRITE, Flag.DENYOOM, Flag.FAST)
                        .on(Channels.ONE),
                Command.of("xlen", 2, StreamCommands::length, Flag.READONLY, Flag.FAST)
                        .on(Channels.ONE),
                Command.of("xrange", -4, call -> range(call, false), Flag.READONLY)
                        .on(Channels.ONE),
                Command.of("xrevrange", -4, call -> range(call, true), Flag.READONLY)
                        .on(Channels.ONE),
                Command.of(
                                "xread",
                                -4,
                                StreamRead::run,
                                Flag.READONLY,
                                Flag.BLOCKING,
                                Flag.MOVABLEKEYS)
                        .on(Channels.OF_STREAMS),
                Command.of("xtrim", -4, StreamCommands::trim, Flag.WRITE).on(Channels.ONE));
    }

    /** Answers an error and true if a channel keeps no history. */
    static boolean keepsNone(Call call, Bytes channel) {
        if (call.node().history().keeps(channel)) {
            return false;
        }
        call.error(noHistory(channel));
        return true;
    }

    /** The error for a channel that keeps no history. */
    static String noHistory(Bytes channel) {
        return "ERR channel '"
                + RequestText.shown(channel)
                + "' keeps no history; the setting 'history' names those that do";
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
        } else {
            call.error(options.error());
        }
    }
}
