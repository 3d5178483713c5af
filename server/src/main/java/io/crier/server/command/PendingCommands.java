package io.crier.server.command;

import io.crier.protocol.RespWriter;
import io.crier.server.history.ClaimRequest;
import io.crier.server.history.Claimed;
import io.crier.server.history.Given;
import io.crier.server.history.Groups;
import io.crier.server.history.PendingRange;
import io.crier.server.history.PendingState;
import io.crier.server.history.PendingSummary;
import io.crier.server.message.Bytes;
import io.crier.server.message.Position;
import io.crier.server.security.Operation.Channels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XPENDING, XCLAIM and XAUTOCLAIM: what consumers were given and have not acknowledged. */
final class PendingCommands {
    private static final long AUTOCLAIM_COUNT_DEFAULT = 100;

    /** So many times that may be looked at fit a number. */
    private static final long AUTOCLAIM_COUNT_MAX = Long.MAX_VALUE / 16;

    private PendingCommands() {}

    static List<Command> rows() {
        return List.of(
                Command.of("xpending", -3, PendingCommands::pending, Flag.READONLY)
                        .on(Channels.ONE),
                Command.of("xclaim", -6, PendingCommands::claim, Flag.WRITE, Flag.FAST)
                        .on(Channels.ONE),
                Command.of("xautoclaim", -6, PendingCommands::autoClaim, Flag.WRITE, Flag.FAST)
                        .on(Channels.ONE));
    }

    private static Groups groups(Call call) {
        return call.node().history().groups();
    }

    private static void pending(Call call) {
        Bytes channel = call.bytes(1);
        Bytes group = call.bytes(2);
        if (call.words() == 3) {
            GroupAnswers.of(
                    call,
                    channel,
                    group,
                    groups(call).pending(channel, group),
                    summary -> write(call.reply(), summary));
            return;
        }
        PendingRange range = range(call);
        if (range != null) {
            GroupAnswers.of(
                    call,
                    channel,
                    group,
                    groups(call).pending(channel, group, range),
                    found -> write(call, found));
        }
    }

    private static @Nullable PendingRange range(Call call) {
        if (call.words() < 6 || call.words() > 9) {
            call.syntaxError();
            return null;
        }
        int at = 3;
        long idleMillisMin = 0;
        if (call.is(3, "idle")) {
            Long idle = Numbers.whole(call, 4);
            if (idle == null) {
                return null;
            }
            if (call.words() < 8) {
                call.syntaxError();
                return null;
            }
            idleMillisMin = idle;
            at = 5;
        }
        Long count = Numbers.whole(call, at + 2);
        Long from = count == null ? null : StreamIds.first(call, at);
        Long to = from == null ? null : StreamIds.last(call, at + 1);
        if (count == null || from == null || to == null) {
            return null;
        }
        Bytes consumer = call.words() > at + 3 ? call.bytes(at + 3) : null;
        return new PendingRange(from, to, Math.max(0, count), idleMillisMin, consumer);
    }

    private static void write(RespWriter reply, PendingSummary summary) {
        reply.array(4).integer(summary.count());
        if (summary.count() == 0) {
            reply.nil().nil().nilArray();
            return;
        }
        reply.bulk(Position.text(summary.first())).bulk(Position.text(summary.last()));
        reply.array(summary.consumers().size());
        for (PendingSummary.Share share : summary.consumers()) {
            reply.array(2).bulk(share.consumer().array()).bulk(Integer.toString(share.count()));
        }
    }

    private static void write(Call call, List<PendingState> found) {
        long now = call.node().clock().epochMillis();
        RespWriter reply = call.reply().array(found.size());
        for (PendingState one : found) {
            reply.array(4).bulk(Position.text(one.position())).bulk(one.consumer().array());
            reply.integer(Math.max(0, now - one.givenMillis())).integer(one.givenTimes());
        }
    }

    private static void claim(Call call) {
        Bytes channel = call.bytes(1);
        Bytes group = call.bytes(2);
        if (!groups(call).has(channel, group)) {
            call.error(GroupAnswers.noGroup(channel, group));
            return;
        }
        Long idle = Numbers.whole(call, 4, "ERR Invalid min-idle-time argument for XCLAIM");
        ClaimReader reader = idle == null ? null : ClaimReader.read(call, Math.max(0, idle));
        if (reader != null) {
            GroupAnswers.of(
                    call,
                    channel,
                    group,
                    groups(call)
                            .claim(
                                    channel,
                                    group,
                                    call.bytes(3),
                                    reader.positions(),
                                    reader.request(),
                                    reader.reach()),
                    claimed -> write(call.reply(), claimed, reader.request().idsOnly()));
        }
    }

    private static void autoClaim(Call call) {
        Long idle = Numbers.whole(call, 4, "ERR Invalid min-idle-time argument for XAUTOCLAIM");
        Long start = idle == null ? null : StreamIds.first(call, 5);
        if (idle == null || start == null) {
            return;
        }
        long countMax = AUTOCLAIM_COUNT_DEFAULT;
        boolean idsOnly = false;
        for (int at = 6; at < call.words(); at++) {
            if (call.is(at, "count") && at + 1 < call.words()) {
                Long count = Numbers.whole(call, ++at, "ERR COUNT must be > 0");
                if (count == null || count < 1 || count > AUTOCLAIM_COUNT_MAX) {
                    if (count != null) {
                        call.error("ERR COUNT must be > 0");
                    }
                    return;
                }
                countMax = count;
            } else if (call.is(at, "justid")) {
                idsOnly = true;
            } else {
                call.syntaxError();
                return;
            }
        }
        ClaimRequest request = new ClaimRequest(Math.max(0, idle), null, null, false, idsOnly);
        GroupAnswers.of(
                call,
                call.bytes(1),
                call.bytes(2),
                groups(call)
                        .claimFrom(
                                call.bytes(1),
                                call.bytes(2),
                                call.bytes(3),
                                start,
                                countMax,
                                request),
                claimed -> write(call.reply(), claimed, request.idsOnly()));
    }

    private static void write(RespWriter reply, Claimed claimed, boolean idsOnly) {
        reply.array(3).bulk(Position.text(claimed.next()));
        write(reply, claimed.messages(), idsOnly);
        reply.array(claimed.forgotten().size());
        claimed.forgotten().forEach(position -> reply.bulk(Position.text(position)));
    }

    private static void write(RespWriter reply, List<Given> messages, boolean idsOnly) {
        if (!idsOnly) {
            ConsumerRead.messages(reply, messages);
            return;
        }
        reply.array(messages.size());
        messages.forEach(message -> reply.bulk(Position.text(message.position())));
    }

    /** Reads what XCLAIM says behind the idle time. */
    private static final class ClaimReader {
        private final Call call;
        private final long idleMillisMin;
        private final List<Long> positions = new ArrayList<>();
        private int at = 5;
        private @Nullable Long givenMillis;
        private @Nullable Long givenTimes;
        private boolean force;
        private boolean idsOnly;
        private long reach = Position.NONE;

        private ClaimReader(Call call, long idleMillisMin) {
            this.call = call;
            this.idleMillisMin = idleMillisMin;
        }

        /** Null after answering an error. */
        static @Nullable ClaimReader read(Call call, long idleMillisMin) {
            ClaimReader reader = new ClaimReader(call, idleMillisMin);
            return reader.readAll() ? reader : null;
        }

        List<Long> positions() {
            return positions;
        }

        long reach() {
            return reach;
        }

        ClaimRequest request() {
            return new ClaimRequest(idleMillisMin, givenMillis, givenTimes, force, idsOnly);
        }

        private boolean readAll() {
            Long position = StreamIds.parse(call, at, 0);
            while (position != null) {
                positions.add(position);
                position = ++at < call.words() ? StreamIds.parse(call, at, 0) : null;
            }
            while (at < call.words()) {
                if (!option(at + 1 < call.words())) {
                    return false;
                }
                at++;
            }
            return true;
        }

        private boolean option(boolean more) {
            long now = call.node().clock().epochMillis();
            if (call.is(at, "force")) {
                force = true;
            } else if (call.is(at, "justid")) {
                idsOnly = true;
            } else if (more && call.is(at, "idle")) {
                Long idle = value("IDLE");
                givenMillis = idle == null ? null : Long.valueOf(notAfter(now, now - idle));
                return idle != null;
            } else if (more && call.is(at, "time")) {
                Long time = value("TIME");
                givenMillis = time == null ? null : Long.valueOf(notAfter(now, time));
                return time != null;
            } else if (more && call.is(at, "retrycount")) {
                Long times = value("RETRYCOUNT");
                givenTimes = times == null || times < 0 ? null : times;
                return times != null;
            } else if (more && call.is(at, "lastid")) {
                Long position = StreamIds.parse(call, ++at, 0);
                if (position == null) {
                    call.error(StreamIds.INVALID);
                    return false;
                }
                reach = position;
            } else {
                call.error("ERR Unrecognized XCLAIM option '" + shown() + "'");
                return false;
            }
            return true;
        }

        private String shown() {
            return RequestText.shown(call.bytes(at));
        }

        private @Nullable Long value(String option) {
            return Numbers.whole(
                    call, ++at, "ERR Invalid " + option + " option argument for XCLAIM");
        }

        /** A time that is none, or to come, is now. */
        private static long notAfter(long now, long millis) {
            return millis < 0 || millis > now ? now : millis;
        }
    }
}
