package io.crier.server.command;

import io.crier.protocol.RespWriter;
import io.crier.server.history.ChannelMessages;
import io.crier.server.history.Given;
import io.crier.server.history.GroupRead;
import io.crier.server.history.GroupRefusal;
import io.crier.server.history.Groups;
import io.crier.server.history.Outcome;
import io.crier.server.history.PageReader;
import io.crier.server.history.Waiting;
import io.crier.server.message.Bytes;
import io.crier.server.message.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** XREADGROUP: what a consumer of a group gets of channels, now or when it is published. */
final class ConsumerRead {
    private final Call call;
    private final ReadOptions options;
    private final Groups groups;
    private final Bytes group;
    private final List<Bytes> channels = new ArrayList<>();
    private final List<Long> behind = new ArrayList<>();

    private ConsumerRead(Call call, ReadOptions options, Bytes group) {
        this.call = call;
        this.options = options;
        this.group = group;
        this.groups = call.node().history().groups();
    }

    static void run(Call call) {
        ReadOptions options = ReadOptions.of(call, true);
        if (options == null) {
            return;
        }
        Bytes group = Objects.requireNonNull(options.group());
        Bytes consumer = Objects.requireNonNull(options.consumer());
        ConsumerRead read = new ConsumerRead(call, options, group);
        if (read.positions()) {
            read.read(consumer);
        }
    }

    private boolean positions() {
        for (int i = 0; i < options.channels(); i++) {
            Bytes channel = options.channel(call, i);
            if (!groups.has(channel, group)) {
                call.error(noGroup(channel));
                return false;
            }
            Long position = behind(options.idWord(i));
            if (position == null) {
                return false;
            }
            channels.add(channel);
            behind.add(position);
        }
        return true;
    }

    private String noGroup(Bytes channel) {
        return GroupAnswers.noGroup(channel, group) + " in XREADGROUP with GROUP option";
    }

    /** The position behind which to read; null after answering an error. */
    private @Nullable Long behind(int word) {
        if (call.is(word, ">")) {
            return GroupRead.NEW;
        }
        if (call.is(word, "$") || call.is(word, "+")) {
            String id = call.text(word);
            call.error(
                    "ERR The "
                            + id
                            + " ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The "
                            + id
                            + " ID would just return an empty result set.");
            return null;
        }
        Long position = StreamIds.parse(call, word, 0);
        if (position == null) {
            call.error(StreamIds.INVALID);
        }
        return position;
    }

    private void read(Bytes consumer) {
        GroupRead read =
                new GroupRead(
                        group, consumer, channels, behind, options.countMax(), options.noAck());
        if (options.blocks(call) && read.mayWait()) {
            readOrAwait(read);
        } else {
            answer(groups.read(read));
        }
    }

    private void readOrAwait(GroupRead read) {
        Arrival arrival = new Arrival();
        BlockedRead wait = new BlockedRead(call, options.blockMillis(), arrival::look);
        Waiting waiting = Waiting.of(wait, read);
        Outcome<List<ChannelMessages>> now = groups.readOrAwait(read, waiting);
        if (now != null) {
            answer(now);
        } else {
            arrival.wait = wait;
            arrival.waiting = waiting;
            wait.begin(waiting);
        }
    }

    /** What was given to the consumer while it waited. */
    private final class Arrival {
        private @Nullable BlockedRead wait;
        private @Nullable Waiting waiting;

        void look() {
            Waiting arrived = Objects.requireNonNull(waiting);
            Objects.requireNonNull(wait).answer(() -> answer(arrived.given()));
        }
    }

    private void answer(Outcome<List<ChannelMessages>> outcome) {
        switch (outcome) {
            case Outcome.Done<List<ChannelMessages>>(var messages) -> write(messages);
            case Outcome.Refused<List<ChannelMessages>>(var why) -> refuse(why);
        }
    }

    private void refuse(GroupRefusal why) {
        for (Bytes channel : channels) {
            if (StreamCommands.keepsNone(call, channel)) {
                return;
            }
            if (why != GroupRefusal.NO_ROOM && !groups.has(channel, group)) {
                call.error(noGroup(channel));
                return;
            }
        }
        call.error(GroupAnswers.text(call, why, channels.getFirst(), group));
    }

    private void write(List<ChannelMessages> all) {
        RespWriter reply = call.reply();
        if (all.isEmpty()) {
            reply.nilArray();
            return;
        }
        StreamRead.channelsHead(reply, all.size());
        for (ChannelMessages one : all) {
            StreamRead.channelHead(reply, one.channel());
            messages(reply, one.messages());
        }
    }

    /** Writes messages; of those that are forgotten only the id is left. */
    static void messages(RespWriter reply, List<Given> messages) {
        reply.array(messages.size());
        for (Given message : messages) {
            PageReader reader = message.reader();
            if (reader == null) {
                reply.array(2).bulk(Position.text(message.position())).nilArray();
            } else {
                StreamCommands.entry(reply, reader);
            }
        }
    }
}
