package io.crier.server.command;

import io.crier.protocol.Dialect;
import io.crier.protocol.RespWriter;
import io.crier.server.history.History;
import io.crier.server.history.Page;
import io.crier.server.message.Bytes;
import io.crier.server.message.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XREAD: what was published to channels behind given positions. */
final class StreamRead {
    private final Call call;
    private long count = Long.MAX_VALUE;
    private int streams;

    private StreamRead(Call call) {
        this.call = call;
    }

    static void run(Call call) {
        new StreamRead(call).read();
    }

    private void read() {
        if (!options()) {
            return;
        }
        int channels = (call.words() - streams) / 2;
        List<Bytes> names = new ArrayList<>(channels);
        List<Page> pages = new ArrayList<>(channels);
        History history = call.node().history();
        for (int i = 0; i < channels; i++) {
            Bytes channel = call.bytes(streams + i);
            if (StreamCommands.keepsNone(call, channel)) {
                return;
            }
            Long after = after(channel, streams + channels + i);
            if (after == null) {
                return;
            }
            Page page = history.range(channel, after + 1, Position.MAX, count, false);
            if (page.size() > 0) {
                names.add(channel);
                pages.add(page);
            }
        }
        answer(call.reply(), names, pages);
    }

    private void answer(RespWriter reply, List<Bytes> names, List<Page> pages) {
        if (pages.isEmpty()) {
            reply.nilArray();
            return;
        }
        if (reply.dialect() == Dialect.RESP3) {
            reply.map(pages.size());
        } else {
            reply.array(pages.size());
        }
        for (int i = 0; i < pages.size(); i++) {
            if (reply.dialect() != Dialect.RESP3) {
                reply.array(2);
            }
            reply.bulk(names.get(i).array());
            StreamCommands.entries(reply, pages.get(i), false);
        }
    }

    /** The position behind which to read; null after answering an error. */
    private @Nullable Long after(Bytes channel, int word) {
        if (call.is(word, "$")) {
            return call.node().history().last(channel);
        }
        Long position = StreamIds.parse(call, word, 0);
        if (position == null) {
            call.error(StreamIds.INVALID);
        }
        return position;
    }

    private boolean options() {
        int at = 1;
        while (at < call.words() && !call.is(at, "streams")) {
            if (call.is(at, "count") && at + 1 < call.words()) {
                if (!call.request().isInteger(at + 1)) {
                    call.error("ERR value is not an integer or out of range");
                    return false;
                }
                long asked = call.request().integer(at + 1);
                count = asked <= 0 ? Long.MAX_VALUE : asked;
                at += 2;
            } else {
                call.syntaxError();
                return false;
            }
        }
        streams = at + 1;
        int words = call.words() - streams;
        if (words <= 0) {
            call.syntaxError();
            return false;
        }
        if (words % 2 != 0) {
            call.error(
                    "ERR Unbalanced 'xread' list of streams: for each stream key an ID or '$' must be specified.");
            return false;
        }
        return true;
    }
}
