package io.crier.server.command;

import io.crier.protocol.Dialect;
import io.crier.protocol.RespWriter;
import io.crier.server.history.History;
import io.crier.server.history.Page;
import io.crier.server.history.Waiting;
import io.crier.server.message.Bytes;
import io.crier.server.message.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XREAD: what was published to channels behind given positions, and what will be. */
final class StreamRead {
    private final Call call;
    private final ReadOptions options;
    private final History history;
    private final List<Bytes> channels = new ArrayList<>();
    private final List<Long> behind = new ArrayList<>();
    private final List<Bytes> found = new ArrayList<>();
    private final List<Page> pages = new ArrayList<>();
    private @Nullable BlockedRead blocked;

    private StreamRead(Call call, ReadOptions options) {
        this.call = call;
        this.options = options;
        this.history = call.node().history();
    }

    static void run(Call call) {
        ReadOptions options = ReadOptions.of(call, false);
        if (options == null) {
            return;
        }
        StreamRead read = new StreamRead(call, options);
        if (read.positions()) {
            read.read();
        }
    }

    private boolean positions() {
        for (int i = 0; i < options.channels(); i++) {
            Bytes channel = options.channel(call, i);
            if (StreamCommands.keepsNone(call, channel)) {
                return false;
            }
            Long after = after(channel, options.idWord(i));
            if (after == null) {
                return false;
            }
            channels.add(channel);
            behind.add(after);
        }
        return true;
    }

    /** The position behind which to read; null after answering an error. */
    private @Nullable Long after(Bytes channel, int word) {
        if (call.is(word, "$")) {
            return history.last(channel);
        }
        if (call.is(word, "+")) {
            return Math.max(Position.NONE, newest(channel) - 1);
        }
        if (call.is(word, ">")) {
            call.error(
                    "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.");
            return null;
        }
        Long position = StreamIds.parse(call, word, 0);
        if (position == null) {
            call.error(StreamIds.INVALID);
        }
        return position;
    }

    private long newest(Bytes channel) {
        var reader = history.range(channel, 0, Position.MAX, 1, true).forward();
        return reader.next() ? reader.position() : Position.NONE;
    }

    private void read() {
        look();
        if (pages.isEmpty() && options.blocks(call)) {
            BlockedRead wait = new BlockedRead(call, options.blockMillis(), this::arrived);
            blocked = wait;
            if (waits(wait)) {
                return;
            }
        }
        answer();
    }

    private void look() {
        for (int i = 0; i < channels.size(); i++) {
            long after = behind.get(i);
            if (after != Position.MAX) {
                Bytes channel = channels.get(i);
                Page page =
                        history.range(channel, after + 1, Position.MAX, options.countMax(), false);
                if (page.size() > 0) {
                    found.add(channel);
                    pages.add(page);
                }
            }
        }
    }

    /** Waits, unless there is something to answer meanwhile; answers whether it waits. */
    private boolean waits(BlockedRead wait) {
        while (pages.isEmpty() && channels.stream().allMatch(history::keeps)) {
            Waiting waiting = Waiting.behind(wait, channels, behind);
            if (history.await(waiting)) {
                wait.begin(waiting);
                return true;
            }
            look();
        }
        return false;
    }

    /** Something was published, or a channel keeps no history any more. */
    private void arrived() {
        look();
        BlockedRead wait = blocked;
        if (wait != null && !waits(wait)) {
            wait.answer(this::answer);
        }
    }

    private void answer() {
        if (channels.stream().anyMatch(channel -> StreamCommands.keepsNone(call, channel))) {
            return;
        }
        RespWriter reply = call.reply();
        if (pages.isEmpty()) {
            reply.nilArray();
            return;
        }
        channelsHead(reply, pages.size());
        for (int i = 0; i < pages.size(); i++) {
            channelHead(reply, found.get(i));
            StreamCommands.entries(reply, pages.get(i), false);
        }
    }

    /** Begins an answer that has something to tell of so many channels. */
    static void channelsHead(RespWriter reply, int channels) {
        if (reply.dialect() == Dialect.RESP3) {
            reply.map(channels);
        } else {
            reply.array(channels);
        }
    }

    /** Begins what there is to tell of one channel. */
    static void channelHead(RespWriter reply, Bytes channel) {
        if (reply.dialect() != Dialect.RESP3) {
            reply.array(2);
        }
        reply.bulk(channel.array());
    }
}
