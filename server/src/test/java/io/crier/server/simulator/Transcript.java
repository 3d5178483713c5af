package io.crier.server.simulator;

import static java.util.stream.Collectors.joining;

import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.protocol.RespReader;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one client read, frame by frame: answers, held against what it asked, and messages, held
 * against its subscriptions at that place.
 */
final class Transcript {
    private record Key(Kind kind, Bytes name) {}

    private final SimClient client;
    private final History history;
    private final Answers answers;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<MissedNote> notes = new ArrayList<>();
    private final List<Interval> intervals = new ArrayList<>();
    private final Map<Key, Interval> held = new LinkedHashMap<>();
    private final List<Interval> unsureSince = new ArrayList<>();
    private final List<Interval> unsureUntil = new ArrayList<>();
    private Dialect dialect = Dialect.RESP2;
    private int place;

    Transcript(SimClient client, History history) {
        this.client = client;
        this.history = history;
        this.answers = new Answers(client, this, history);
    }

    SimClient client() {
        return client;
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    List<Interval> intervals() {
        return intervals;
    }

    /** Subscriptions that it may have had, and was cut off before it read so. */
    List<Interval> unread() {
        List<Interval> unread = new ArrayList<>();
        for (Question question : client.questions()) {
            if (question.fedStep != Publish.NEVER && question.answeredStep == Publish.NEVER) {
                for (Expected.Confirmed each : question.joined()) {
                    Bytes name = each.name();
                    if (name != null && !holds(each.kind(), name)) {
                        unread.add(new Interval(each.kind(), name, question, place, Publish.NEVER));
                    }
                }
            }
        }
        return unread;
    }

    /** Whether this client got all that was ever sent to it. */
    boolean whole() {
        return history.hasStayed(client);
    }

    void read() {
        byte[] bytes = client.wire().received().bytes();
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        RespReader reader = new RespReader(in);
        try {
            while (in.available() > 0) {
                Reply frame = reader.read();
                long step = client.wire().received().stepOf(bytes.length - in.available());
                if (!frame(frame, step)) {
                    return;
                }
                place++;
            }
        } catch (EOFException cut) {
            if (whole()) {
                violated(Guarantee.G7, "the last frame is not complete");
            }
        } catch (IOException malformed) {
            violated(Guarantee.G6, malformed.getMessage() + " after frame " + place);
            return;
        }
        answers.end();
    }

    /** Whether it makes sense to read on. */
    private boolean frame(Reply frame, long step) {
        history.trace(() ->
                step
                        + ": client "
                        + client.id()
                        + " reads frame "
                        + place
                        + ": "
                        + readable(frame));
        List<Reply> elements = elements(frame);
        String word =
                elements != null
                                && elements.size() >= 3
                                && elements.getFirst() instanceof Reply.Bulk first
                        ? first.text()
                        : "";
        return switch (word) {
            case "message" -> delivery(frame, Kind.CHANNEL, elements, 1);
            case "smessage" -> delivery(frame, Kind.SHARD, elements, 1);
            case "pmessage" -> delivery(frame, Kind.PATTERN, elements, 2);
            default -> {
                sure();
                yield answers.next(frame, step);
            }
        };
    }

    private static String readable(Reply frame) {
        List<Reply> elements = elements(frame);
        if (elements != null) {
            String text = elements.stream().map(Transcript::readable).collect(joining(" "));
            return (frame instanceof Reply.Push ? ">" : "*") + "(" + text + ")";
        }
        String text =
                frame instanceof Reply.Bulk bulk
                        ? new String(bulk.bytes(), StandardCharsets.ISO_8859_1)
                        : frame.toString();
        String printable = text.replaceAll("[^ -~]", ".");
        return printable.length() > 40
                ? printable.substring(0, 40) + "…" + text.length()
                : printable;
    }

    static @Nullable List<Reply> elements(Reply frame) {
        return switch (frame) {
            case Reply.Push push -> push.elements();
            case Reply.Array array -> array.elements();
            default -> null;
        };
    }

    private boolean delivery(
            Reply frame, Kind kind, @Nullable List<Reply> elements, int channelAt) {
        if (elements == null
                || elements.size() != channelAt + 2
                || (frame instanceof Reply.Push) != (dialect == Dialect.RESP3)) {
            return violated(
                    Guarantee.G6, "frame " + place + " is no message of " + dialect + ": " + frame);
        }
        Bytes name = bytes(elements.get(1));
        Bytes channel = bytes(elements.get(channelAt));
        Bytes payload = bytes(elements.get(channelAt + 1));
        if (PresenceCheck.isEvent(channel)) {
            return true; // nobody's publish; see there
        }
        if (MissedNote.isToldOn(channel)) {
            return told(payload);
        }
        Publish publish = history.find(id(channel, payload));
        if (publish == null
                || !publish.payload.equals(payload)
                || !publish.channel.equals(channel)) {
            return violated(
                    Guarantee.G6,
                    "frame "
                            + place
                            + " was not published like that, on '"
                            + channel
                            + "': "
                            + payload.length()
                            + " bytes, "
                            + publish);
        }
        if (kind == Kind.PATTERN && !NaiveGlob.matches(name, channel)) {
            return violated(Guarantee.G6, "'" + name + "' does not match '" + channel + "'");
        }
        if ((kind == Kind.SHARD) != (publish.kind == Kind.SHARD)) {
            return violated(Guarantee.G6, publish + " changed its name space");
        }
        deliveries.add(new Delivery(place, kind, name, publish));
        publish.delivered++;
        if (answers.inside()) {
            violated(
                    Guarantee.G1,
                    publish + " stands between the confirmations of one request, frame " + place);
        }
        receive(kind, name, publish);
        return true;
    }

    private boolean told(Bytes payload) {
        MissedNote note = MissedNote.of(place, payload);
        if (note == null) {
            return violated(Guarantee.MISSED, "does not tell what was missed: " + payload);
        }
        notes.add(note);
        if (answers.inside()) {
            return violated(
                    Guarantee.G1, note + " stands between the confirmations of one request");
        }
        if (held.keySet().stream().noneMatch(key -> MissedNote.isToldOn(key.name))
                && unsureSince.isEmpty()
                && unsureUntil.isEmpty()) {
            return violated(Guarantee.G1, note + " was told outside of the subscription to it");
        }
        return true;
    }

    /** What it was told to have missed. */
    List<MissedNote> notes() {
        return notes;
    }

    /** Whether it was told of everything that it missed. */
    boolean alwaysTold() {
        return !intervals.isEmpty()
                && MissedNote.isToldOn(intervals.getFirst().name)
                && intervals.getFirst().kind == Kind.CHANNEL
                && intervals.getFirst().ended == null;
    }

    private void receive(Kind kind, Bytes name, Publish publish) {
        List<Interval> possible = new ArrayList<>();
        for (Interval interval : intervals) {
            if (interval.kind == kind && interval.name.equals(name) && interval.allows(place)) {
                possible.add(interval);
            }
        }
        boolean first = false;
        for (Interval interval : possible) {
            first |=
                    (possible.size() == 1 ? interval.received : interval.maybeReceived)
                            .add(publish);
        }
        if (first) {
            return;
        }
        if (!possible.isEmpty()) {
            violated(Guarantee.G4, publish + " came twice to " + kind + " '" + name + "'");
        } else {
            violated(
                    Guarantee.G1,
                    publish
                            + " came to "
                            + kind
                            + " '"
                            + name
                            + "' at frame "
                            + place
                            + ", outside of a subscription");
        }
    }

    private static String id(Bytes channel, Bytes payload) {
        if (payload.length() == 0) {
            String text = channel.toString();
            return text.startsWith("e:") ? text.substring(2) : "";
        }
        int colon = 0;
        while (colon < payload.length() && payload.at(colon) != ':') {
            colon++;
        }
        return new String(payload.array(), 0, colon, StandardCharsets.US_ASCII);
    }

    static Bytes bytes(Reply reply) {
        return reply instanceof Reply.Bulk bulk ? Bytes.own(bulk.bytes()) : Bytes.of("(not bytes)");
    }

    boolean holds(Kind kind, Bytes name) {
        return held.containsKey(new Key(kind, name));
    }

    /** How many subscriptions of the kind a confirmation counts, shard channels by themselves. */
    int count(Kind kind) {
        int count = 0;
        for (Key key : held.keySet()) {
            count += (key.kind == Kind.SHARD) == (kind == Kind.SHARD) ? 1 : 0;
        }
        return count;
    }

    /** A confirmation was read; {@code executing} if as a part of EXEC's reply. */
    void joined(Kind kind, Bytes name, Question question, long step, boolean executing) {
        Key key = new Key(kind, name);
        if (!held.containsKey(key)) {
            Interval interval = new Interval(kind, name, question, place, step);
            if (executing) {
                interval.sureFrom = Interval.OPEN;
                unsureSince.add(interval);
            }
            held.put(key, interval);
            intervals.add(interval);
        }
    }

    /** See {@link #joined}. */
    void left(Kind kind, Bytes name, Question question, boolean executing) {
        Interval interval = held.remove(new Key(kind, name));
        if (interval != null) {
            interval.ended = question;
            interval.sureTo = place;
            if (executing) {
                unsureUntil.add(interval);
            } else {
                interval.allowedTo = place;
            }
        }
    }

    /** RESET was answered. */
    void leftAll(Question question) {
        for (Key key : List.copyOf(held.keySet())) {
            left(key.kind, key.name, question, false);
        }
    }

    /** From the next frame on. */
    void dialect(Dialect next) {
        dialect = next;
    }

    int place() {
        return place;
    }

    /** An answer follows: what EXEC changed is behind the messages of its time. */
    private void sure() {
        for (Interval interval : unsureSince) {
            interval.sureFrom = place;
        }
        for (Interval interval : unsureUntil) {
            interval.allowedTo = place;
        }
        unsureSince.clear();
        unsureUntil.clear();
    }

    boolean violated(Guarantee guarantee, String evidence) {
        history.violated(guarantee, "client " + client.id() + ": " + evidence);
        return false;
    }
}
