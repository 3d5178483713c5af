package io.crier.server.command;

import io.crier.protocol.Request;
import io.crier.protocol.RespWriter;
import io.crier.server.message.Bytes;
import io.crier.server.session.Blocked;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Publishing;
import io.crier.server.session.Session;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.Loop;
import io.crier.server.threading.OnLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request of one client, while it is being answered. Used again for the client's next request.
 */
@OnLoop
public final class Call {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private final Node node;
    private final Dispatcher dispatcher;
    private final Session session;
    private final Publishing publishing;
    private final Meter meter;
    private Request request = Request.of();
    private @Nullable Allowance allowance;
    private @Nullable String overRate;
    private Command command = NONE;
    private @Nullable Execution execution;
    private @Nullable RequestWords ruleWords;
    private boolean failed;
    private boolean deferred;
    private long startedNanos;
    private @Nullable List<Bytes> deferredWords;

    private static final Command NONE = Command.of("", 1, call -> {});

    Call(Node node, Dispatcher dispatcher, Session session) {
        this.dispatcher = dispatcher;
        this.node = node;
        this.session = session;
        this.meter = dispatcher.meter(session.loop().loop().index());
        this.publishing = new Publishing(session, count -> meter.published(session, count));
    }

    Node node() {
        return node;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Session session() {
        return session;
    }

    Publishing publishing() {
        return publishing;
    }

    Meter meter() {
        return meter;
    }

    /**
     * The running command began at {@code startNanos} and is measured when its reply is complete.
     */
    void measureLater(long startNanos) {
        startedNanos = startNanos;
        deferredWords = SlowWords.of(request, command);
    }

    Request request() {
        return request;
    }

    void request(Request next) {
        request = next;
        failed = false;
        deferred = false;
        overRate = null;
    }

    /**
     * Takes the request, a publish, from what its user may publish; once, however often it is
     * asked.
     *
     * @return null if it may be published, else the error
     */
    @Nullable String overRate() {
        if (overRate == null) {
            overRate = takeAllowance(request);
        }
        return overRate;
    }

    /** As {@link #overRate()}, for a publish of EXEC; takes it each time. */
    @Nullable String takeAllowance(Request publish) {
        if (!meter.ratesAreSetNow()) {
            return null;
        }
        Allowance current = dispatcher.allowances().of(session.identity().user(), allowance);
        allowance = current;
        int payload = publish.length(publish.count() - 1);
        return current.take(publish.length(1) + payload, node.clock().nanos());
    }

    /** The words of the request from {@code first} on, as rules look at them. */
    RequestWords ruleWords(int first) {
        RequestWords words = ruleWords;
        if (words == null) {
            words = new RequestWords();
            ruleWords = words;
        }
        return words.of(request, first);
    }

    Command command() {
        return command;
    }

    void command(Command next) {
        command = next;
    }

    /** Whether this runs inside EXEC. */
    boolean executing() {
        return execution != null;
    }

    void execution(@Nullable Execution running) {
        execution = running;
    }

    /** Whether the reply is not complete yet, because other loops have been asked. */
    boolean deferred() {
        return deferred;
    }

    /**
     * Asks every loop, each on its own thread, and answers with what they said. With more than one
     * loop the reply is deferred, and the client's next request waits for it; nothing of the
     * request may be used any more by then.
     */
    <T> void ask(Function<LoopSessions, T> question, Consumer<List<T>> answer) {
        defer(then -> node.roster().ask(session, question, then), answer);
    }

    /**
     * Does {@code work}, which may wait for a disk or a lock, on a thread of its own, and answers
     * with what it returned. The client's next request waits for the reply; nothing of the request
     * may be used any more by then. The thread is not a virtual one: a program that embeds the
     * server may have blocked all that carry those.
     */
    <T> void aside(Supplier<T> work, Consumer<T> answer) {
        Loop loop = session.loop().loop();
        Consumer<Consumer<T>> begin =
                then -> {
                    session.await();
                    Thread.ofPlatform()
                            .name("crier-aside")
                            .daemon()
                            .start(() -> loop.execute(outcome(work, then)));
                };
        defer(begin, answer);
    }

    /** Does the work; what to do on the loop after it. */
    private <T> Runnable outcome(Supplier<T> work, Consumer<T> then) {
        try {
            T result = work.get();
            return () -> then.accept(result);
        } catch (RuntimeException broken) {
            LOG.error("internal error beside the event loop", broken);
            CloseReason reason =
                    CloseReason.of(CloseReason.Kind.INTERNAL_ERROR, String.valueOf(broken));
            return () -> session.kill(reason);
        }
    }

    /** Lets {@code begin} hand over what the reply is made of, at once or later on this loop. */
    private <T> void defer(Consumer<Consumer<T>> begin, Consumer<T> answer) {
        deferred = true;
        boolean[] left = {false};
        byte[][] begun = {{}};
        begin.accept(result -> {
            deferred = false;
            if (!left[0]) {
                answer.accept(result);
                return;
            }
            complete(begun[0], () -> answer.accept(result));
        });
        left[0] = true;
        if (deferred) {
            begun[0] = session.reply().take();
        }
    }

    private void complete(byte[] begun, Runnable answer) {
        if (session.ended()) {
            return;
        }
        session.reply().resume().raw(begun);
        answer.run();
        measure();
        Execution running = execution;
        if (running != null) {
            running.proceed();
        }
        if (!deferred) {
            session.reply().finish();
            session.ready();
        }
    }

    /**
     * Lets the request wait for something to happen; nothing of it was answered yet. {@link
     * #unblock} answers it, and nothing of the request may be used any more by then.
     */
    void block(Blocked waiting) {
        deferred = true;
        session.block(waiting);
    }

    /**
     * Answers what {@link #block} lets wait; the time until now does not count as its own.
     *
     * @param copy of the request
     */
    void unblock(Request copy, Runnable answer) {
        session.unblocked();
        request(copy);
        startedNanos = node.clock().nanos();
        complete(new byte[0], answer);
    }

    private void measure() {
        List<Bytes> words = deferredWords;
        if (words != null && !deferred) {
            deferredWords = null;
            meter.ran(this, command, node.clock().nanos() - startedNanos, () -> words);
        }
    }

    /** Where the reply goes. */
    RespWriter reply() {
        return session.reply().writer();
    }

    /** Answers an error; {@code text} begins with its code. Counted by that code. */
    void error(String text) {
        failed = true;
        node.errors().count(text);
        reply().error(text);
    }

    void ok() {
        reply().simple("OK");
    }

    /** Whether the running command answered an error. */
    boolean failed() {
        return failed;
    }

    void syntaxError() {
        error("ERR syntax error");
    }

    /** How many words the request has, with the command's own. */
    int words() {
        return request.count();
    }

    Bytes bytes(int index) {
        return Bytes.own(request.bytes(index));
    }

    /** A word as text; bytes beyond ASCII are kept as they are, one character each. */
    String text(int index) {
        return new String(request.bytes(index), StandardCharsets.ISO_8859_1);
    }

    String lower(int index) {
        return text(index).toLowerCase(Locale.ROOT);
    }

    boolean is(int index, String lowerCase) {
        return request.is(index, lowerCase);
    }

    /** The words from {@code from} to the end. */
    List<Bytes> rest(int from) {
        List<Bytes> rest = new ArrayList<>(Math.max(0, words() - from));
        for (int i = from; i < words(); i++) {
            rest.add(bytes(i));
        }
        return rest;
    }
}
