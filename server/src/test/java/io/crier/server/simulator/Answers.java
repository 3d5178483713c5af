package io.crier.server.simulator;

import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.server.message.Bytes;
import io.crier.server.telemetry.CloseReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the answers that one client read against what it asked, in order. */
final class Answers {
    private static final String KEEPS_TOO_MUCH = "NOPERM the session is subscribed to ";

    private final SimClient client;
    private final Transcript transcript;
    private final History history;
    private final ClientModel asAnswered = new ClientModel();
    private int question;
    private int part;

    Answers(SimClient client, Transcript transcript, History history) {
        this.client = client;
        this.transcript = transcript;
        this.history = history;
    }

    /** Whether the answer of one request has begun and is not complete. */
    boolean inside() {
        return part > 0;
    }

    /** Takes the next answer; whether it was the right one. */
    boolean next(Reply frame, long step) {
        Question asked = unanswered();
        if (asked == null || asked.fedStep > step) {
            return transcript.violated(
                    guarantee(null, frame),
                    "answered what it did not ask, frame " + transcript.place() + ": " + frame);
        }
        if (!client.logins().isEmpty() && part == 0 && !allowed(frame, asked, step)) {
            return true;
        }
        transcript.dialect(asked.dialect);
        Expected expected = asked.expected.get(part++);
        if (!holds(expected, frame, asked, step, false)) {
            return transcript.violated(
                    guarantee(expected, frame),
                    "asked "
                            + asked
                            + ", expected "
                            + expected
                            + ", got "
                            + frame
                            + " at frame "
                            + transcript.place());
        }
        if (asked.is("RESET")) {
            transcript.leftAll(asked);
        }
        if (part == asked.expected.size()) {
            answered(asked, step);
        }
        return true;
    }

    private void answered(Question asked, long step) {
        asked.dropped.forEach(publish -> publish.refused = true);
        asked.answeredStep = step;
        question++;
        part = 0;
    }

    /**
     * What a guest has to be answered depends on what it was refused before, so it is planned when
     * that is known; false if this request was refused as well.
     */
    private boolean allowed(Reply frame, Question asked, long step) {
        if (isDenial(frame)) {
            asked.refused = true;
            asked.acts.add(Act.of(login(), asked, false, true));
            if (asked.publish != null) {
                asked.publish.refused = true;
            }
            asAnswered.denied(asked);
            answered(asked, step);
            return false;
        }
        asAnswered.plan(asked);
        if (asked.queued) {
            asked.acts.add(Act.queued(login(), asked));
        } else if (!asked.is("AUTH") && !asked.is("EXEC")) {
            asked.acts.add(Act.of(login(), asked, false, false));
        }
        return true;
    }

    private Login login() {
        return client.logins().getLast();
    }

    private static boolean isDenial(Reply frame) {
        return frame instanceof Reply.Error error
                && !error.text().startsWith(KEEPS_TOO_MUCH)
                && (error.text().startsWith("NOPERM ")
                        || error.text()
                                .startsWith("EXECABORT Transaction discarded because of: NOPERM "));
    }

    private @Nullable Question unanswered() {
        List<Question> questions = client.questions();
        while (question < questions.size() && questions.get(question).expected.isEmpty()) {
            question++;
        }
        return question < questions.size() ? questions.get(question) : null;
    }

    private static Guarantee guarantee(@Nullable Expected expected, Reply frame) {
        List<Reply> elements = Transcript.elements(frame);
        boolean confirms =
                elements != null
                        && elements.size() == 3
                        && elements.getFirst() instanceof Reply.Bulk word
                        && word.text().endsWith("subscribe");
        return confirms || expected instanceof Expected.Confirmed ? Guarantee.G1 : Guarantee.G7;
    }

    private boolean holds(
            Expected expected, Reply frame, Question asked, long step, boolean executing) {
        return switch (expected) {
            case Expected.Same same -> same.reply().equals(frame);
            case Expected.Receivers receivers -> {
                if (frame instanceof Reply.Int count) {
                    receivers.publish().counted = count.value();
                    receivers.publish().answeredStep = step;
                    yield true;
                }
                yield overRate(receivers.publish(), frame);
            }
            case Expected.Confirmed confirmed -> confirms(confirmed, frame, asked, step, executing);
            case Expected.LetIn wanted -> entered(wanted, frame, asked, step);
            case Expected.SomeText _ ->
                    frame instanceof Reply.Bulk || frame instanceof Reply.Verbatim;
            case Expected.SomeNumber _ -> frame instanceof Reply.Int;
            case Expected.Greeting _ -> frame instanceof Reply.Map || frame instanceof Reply.Array;
            case Expected.All all -> {
                if (!(frame instanceof Reply.Array array)
                        || array.elements().size() != all.elements().size()) {
                    yield false;
                }
                boolean good = true;
                for (int i = 0; i < all.elements().size(); i++) {
                    Reply element = array.elements().get(i);
                    good &=
                            executed(all.queued().get(i), element, asked)
                                    || holds(all.elements().get(i), element, asked, step, true);
                }
                yield good;
            }
        };
    }

    /** Notes what a guest did in EXEC; whether it was refused. */
    private boolean executed(Question queued, Reply frame, Question exec) {
        if (client.logins().isEmpty() || queued.is("AUTH")) {
            return false;
        }
        boolean refused = isDenial(frame);
        exec.acts.add(Act.of(login(), queued, true, refused));
        if (refused && queued.publish != null) {
            queued.publish.refused = true;
        }
        return refused;
    }

    private boolean overRate(Publish publish, Reply frame) {
        publish.overRate =
                !client.logins().isEmpty()
                        && frame instanceof Reply.Error error
                        && error.text()
                                .startsWith(
                                        "ERR rate limit of user '"
                                                + login().user()
                                                + "' exceeded: ");
        publish.refused |= publish.overRate;
        return publish.overRate;
    }

    private boolean entered(Expected.LetIn wanted, Reply frame, Question asked, long step) {
        if (frame instanceof Reply.Error kept && kept.text().startsWith(KEEPS_TOO_MUCH)) {
            asked.acts.add(Act.stayedOut(login(), wanted.by()));
            return client.expires() && client.logins().size() == 1;
        }
        boolean refused =
                frame instanceof Reply.Error error && error.text().startsWith("WRONGPASS ");
        asked.acts.add(Act.of(login(), wanted.by(), false, refused));
        if (!refused) {
            client.logins().add(new Login(wanted.by().word(1), asked, asked.fedStep, step));
        }
        return refused || frame.equals(new Reply.Simple("OK"));
    }

    private boolean confirms(
            Expected.Confirmed confirmed,
            Reply frame,
            Question asked,
            long step,
            boolean executing) {
        List<Reply> elements = Transcript.elements(frame);
        if (elements == null
                || (frame instanceof Reply.Push) != (asked.dialect == Dialect.RESP3)
                || elements.size() != 3
                || !elements.get(0).equals(Reply.Bulk.of(confirmed.word().word()))
                || !(elements.get(2) instanceof Reply.Int count)) {
            return false;
        }
        if (confirmed.name() == null && !confirmed.anyHeld()) {
            return elements.get(1)
                            == (asked.dialect == Dialect.RESP3 ? Reply.Nil.PLAIN : Reply.Nil.BULK)
                    && count.value() == transcript.count(confirmed.kind());
        }
        Bytes name = Transcript.bytes(elements.get(1));
        if (confirmed.anyHeld()
                ? !transcript.holds(confirmed.kind(), name)
                : !name.equals(confirmed.name())) {
            return false;
        }
        if (confirmed.joins()) {
            transcript.joined(confirmed.kind(), name, asked, step, executing);
        } else {
            transcript.left(confirmed.kind(), name, asked, executing);
        }
        return count.value() == transcript.count(confirmed.kind());
    }

    /** Nothing more was read: was everything answered, and if not, is there a good reason? */
    void end() {
        CloseReason reason = client.wire().reason();
        boolean cut = client.vanished() && !history.hasStayed(client);
        Question missing = unanswered();
        if (reason == null) {
            if (!cut && history.hasStayed(client) && missing != null) {
                transcript.violated(Guarantee.G7, "no answer to " + missing + ", part " + part);
            }
            return;
        }
        Question last = client.questions().isEmpty() ? null : client.questions().getLast();
        switch (reason.kind()) {
            case QUIT -> {
                if (last == null || !last.is("QUIT") || missing != null) {
                    transcript.violated(Guarantee.G7, "quit with " + missing + " unanswered");
                }
            }
            case PROTOCOL_ERROR -> {
                if (!client.model().leaving() || missing != null) {
                    transcript.violated(Guarantee.G7, "refused with " + missing + " unanswered");
                }
            }
            case OUTPUT_BUFFER_LIMIT -> {
                if (client.role().stays()) {
                    transcript.violated(
                            Guarantee.G5, "cut off without a limit: " + reason.sentence());
                }
            }
            case KILLED -> {
                if (!history.killing()) {
                    transcript.violated(Guarantee.G7, "killed, but nobody asked for it");
                }
            }
            case TOKEN_EXPIRED -> {
                if (!client.expires()) {
                    transcript.violated(Guarantee.EXPIRED, "ended, and was to stay");
                }
            }
            case REVOKED -> {
                if (client.role() != Role.GUEST) {
                    transcript.violated(Guarantee.REVOKED, "ended, and nobody may do that");
                }
            }
            default ->
                    transcript.violated(Guarantee.G7, "ended by the server: " + reason.sentence());
        }
    }
}
