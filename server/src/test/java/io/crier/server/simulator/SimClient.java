package io.crier.server.simulator;

import io.crier.server.command.Conversation;
import io.crier.server.message.Kind;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One client: what it asks for, byte by byte, and the connection on which it does. */
final class SimClient {
    private final Simulation simulation;
    private final int id;
    private final SimLoop loop;
    private final SimWire wire;
    private final Role role;
    private final ClientModel model = new ClientModel();
    private final List<Question> questions = new ArrayList<>();
    private final Outgoing outgoing = new Outgoing();
    private int fed;
    private int fedQuestions;
    private int publishes;
    private boolean vanished;
    private boolean stalled;
    private long openedStep = Publish.NEVER;
    private final List<Login> logins = new ArrayList<>();
    private long expiresMillis = Long.MAX_VALUE;
    private @Nullable Conversation conversation;

    SimClient(Simulation simulation, int id, SimLoop loop, SimWire wire, Role role) {
        this.simulation = simulation;
        this.id = id;
        this.loop = loop;
        this.wire = wire;
        this.role = role;
    }

    void open(Conversation opened) {
        conversation = opened;
        openedStep = simulation.nextStep();
    }

    @Nullable Conversation conversation() {
        return conversation;
    }

    int id() {
        return id;
    }

    SimLoop loop() {
        return loop;
    }

    SimWire wire() {
        return wire;
    }

    Role role() {
        return role;
    }

    /** Which users a guest was, one after another, as far as its answers show; none for others. */
    List<Login> logins() {
        return logins;
    }

    /**
     * When a guest is to go, unless AUTH lets it in for good before that, in milliseconds since the
     * epoch; {@code Long.MAX_VALUE} for never.
     */
    long expiresMillis() {
        return expiresMillis;
    }

    /** Whether it is to go by itself, unless AUTH lets it in for good. */
    boolean expires() {
        return expiresMillis != Long.MAX_VALUE;
    }

    /** Publishes that may have taken effect, in the order in which it asked for them. */
    List<Publish> published() {
        return role == Role.GUEST
                ? questions.stream().map(each -> each.publish).filter(Objects::nonNull).toList()
                : model.published();
    }

    ClientModel model() {
        return model;
    }

    List<Question> questions() {
        return questions;
    }

    String nextPublish() {
        return id + "." + publishes++;
    }

    /** The guest is let in as this user, until it is this late by the time of day. */
    void letIn(String user, long untilMillis) {
        expiresMillis = untilMillis;
        logins.add(new Login(user, null, openedStep, openedStep));
    }

    /** Asks; nothing is sent any more by who asked for its own end. */
    Question ask(List<byte[]> words) {
        if (model.leaving()) {
            return new Question(words);
        }
        Question question = model.ask(words, null);
        send(question);
        return question;
    }

    void ask(Publish publish) {
        if (!model.leaving()) {
            simulation.history().add(publish);
            String command = publish.kind == Kind.SHARD ? "SPUBLISH" : "PUBLISH";
            Question question =
                    model.ask(
                            List.of(
                                    command.getBytes(StandardCharsets.US_ASCII),
                                    publish.channel.array(),
                                    publish.payload.array()),
                            publish);
            if (role == Role.GUEST) {
                publish.cause = question; // unless its answers show that EXEC was
            }
            send(question);
        }
    }

    /** Asks for the end of the client with this id, unless that is the witness. */
    void kill(long id) {
        if (simulation.mayBeKilled(id) && !model.leaving()) {
            simulation.history().kill();
            ask(Workload.words("CLIENT", "KILL", "ID", String.valueOf(id)));
        }
    }

    /** Announces an argument that is longer than one may be. */
    void askTooMuch() {
        if (!model.leaving()) {
            Question question = model.askTooMuch(Workload.words("PING", "(too long)"));
            text("*2\r\n$4\r\nPING\r\n$600000000\r\n");
            asked(question);
        }
    }

    private void send(Question question) {
        boolean lower = simulation.dice().nextInt(8) == 0;
        text("*" + question.words.size() + "\r\n");
        for (int i = 0; i < question.words.size(); i++) {
            byte[] word = question.words.get(i);
            text("$" + word.length + "\r\n");
            if (i == 0 && lower) {
                text(question.verb().toLowerCase(Locale.ROOT));
            } else {
                outgoing.add(word);
            }
            text("\r\n");
        }
        asked(question);
    }

    private void asked(Question question) {
        question.end = outgoing.size();
        questions.add(question);
        simulation.trace(() -> "client " + id + " asks " + question);
    }

    private void text(String text) {
        outgoing.add(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    boolean hasUnsent() {
        return fed < outgoing.size();
    }

    boolean vanished() {
        return vanished || wire.broken();
    }

    boolean open() {
        return conversation != null && !vanished() && !wire.ended();
    }

    /** A client that stalls reads nothing until {@link #stall} is taken back. */
    boolean stalled() {
        return stalled;
    }

    void stall(boolean on) {
        stalled = on;
    }

    /** Sends the next {@code bytes} of what it asked. */
    void feed(int bytes) {
        loop.arrive(() -> arrive(bytes));
    }

    private void arrive(int bytes) {
        Conversation listening = conversation;
        boolean letIn = role != Role.GUEST || !logins.isEmpty();
        if (listening == null || !letIn || wire.ended()) {
            return;
        }
        if (!wire.isReading() && simulation.dice().nextInt(4) != 0) {
            return;
        }
        int left = Math.min(bytes, outgoing.size() - fed);
        while (left > 0 && !wire.ended() && wire.reason() == null) {
            int length = Math.min(left, simulation.cut());
            read(listening, length);
            left = wire.isReading() ? left - length : 0;
        }
    }

    private void read(Conversation listening, int length) {
        ByteBuf read = simulation.memory().directBuffer(length);
        outgoing.copy(fed, length, read);
        fed += length;
        long step = simulation.nextStep();
        for (;
                fedQuestions < questions.size() && questions.get(fedQuestions).end <= fed;
                fedQuestions++) {
            questions.get(fedQuestions).fedStep = step;
        }
        simulation.trace(() ->
                "client " + id + " is heard: " + length + " bytes, " + fedQuestions + " requests");
        boolean cut = fedQuestions < questions.size() && length > 1;
        if (cut && simulation.fault() == Fault.SWALLOWED_BYTE) {
            read.writerIndex(read.writerIndex() - 1);
        }
        listening.receive(read);
    }

    void vanish() {
        vanished = true;
        simulation.trace(() -> "client " + id + " vanishes");
        wire.vanish();
    }
}
