package io.crier.server.simulator;

import io.crier.protocol.Confirmation;
import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one client has to be answered, known as soon as it asks: its requests are answered in their
 * order, and only the receivers of a publish depend on others.
 */
final class ClientModel {
    private static final Set<String> WHILE_SUBSCRIBED =
            Set.of(
                    "SUBSCRIBE",
                    "UNSUBSCRIBE",
                    "PSUBSCRIBE",
                    "PUNSUBSCRIBE",
                    "SSUBSCRIBE",
                    "SUNSUBSCRIBE",
                    "PING",
                    "QUIT",
                    "RESET");

    private final Map<Kind, Set<Bytes>> held = new EnumMap<>(Kind.class);
    private final List<Publish> published = new ArrayList<>();
    private Dialect dialect = Dialect.RESP2;
    private @Nullable List<Question> queue;
    private boolean broken;
    private boolean silent;
    private boolean skipNext;
    private boolean leaving;

    ClientModel() {
        for (Kind kind : Kind.values()) {
            held.put(kind, new LinkedHashSet<>());
        }
    }

    /** Whether it asked for its end: nothing that it sends afterwards is heard. */
    boolean leaving() {
        return leaving;
    }

    Dialect dialect() {
        return dialect;
    }

    boolean silent() {
        return silent;
    }

    boolean subscribed() {
        return held.values().stream().anyMatch(names -> !names.isEmpty());
    }

    Set<Bytes> held(Kind kind) {
        return Objects.requireNonNull(held.get(kind));
    }

    /**
     * Its publishes that took effect if their requests were heard, in the order in which it asked
     * for them.
     */
    List<Publish> published() {
        return published;
    }

    /** Asks; {@code publish} is what a PUBLISH or SPUBLISH asks for. */
    Question ask(List<byte[]> words, @Nullable Publish publish) {
        Question question = new Question(words, publish);
        plan(question);
        return question;
    }

    /** Decides how a request is to be answered that is allowed. */
    void plan(Question question) {
        question.queued = false;
        boolean skipped = skipNext && !asksForReplies(question.words);
        skipNext = false;
        List<Publish> effective = new ArrayList<>();
        List<Expected> answers = answers(question, effective);
        if (skipped || silent) {
            answers.removeIf(answer -> !(answer instanceof Expected.Confirmed));
        }
        question.expected = answers;
        question.dialect = dialect;
        for (Publish each : effective) {
            each.cause = question;
        }
        published.addAll(effective);
    }

    /** A request was not allowed. */
    void denied(Question question) {
        if (question.is("EXEC")) {
            question.dropped = dropQueue();
        } else {
            broken |= queue != null;
        }
    }

    private List<Publish> dropQueue() {
        List<Question> waiting = queue;
        queue = null;
        return waiting == null
                ? List.of()
                : waiting.stream().map(each -> each.publish).filter(Objects::nonNull).toList();
    }

    private static boolean asksForReplies(List<byte[]> words) {
        return word(words, 0).equals("CLIENT")
                && word(words, 1).equals("REPLY")
                && word(words, 2).equals("ON");
    }

    private List<Expected> answers(Question question, List<Publish> effective) {
        List<Expected> answers = new ArrayList<>();
        String verb = question.verb();
        if (inSubscriberMode() && !WHILE_SUBSCRIBED.contains(verb)) {
            answers.add(refusal(question.words, verb));
            denied(question);
        } else if (queue != null
                && !Set.of("EXEC", "DISCARD", "QUIT", "RESET", "MULTI").contains(verb)) {
            queue.add(question);
            question.queued = true;
            answers.add(simple("QUEUED"));
        } else {
            run(question, effective, answers, false);
        }
        return answers;
    }

    private static Expected refusal(List<byte[]> words, String verb) {
        String full = verb.equals("CLIENT") ? "client|" + word(words, 1) : verb;
        String reason =
                "Can't execute '"
                        + full.toLowerCase(Locale.ROOT)
                        + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in"
                        + " this context";
        return error(
                verb.equals("EXEC")
                        ? "EXECABORT Transaction discarded because of: " + reason
                        : "ERR " + reason);
    }

    private void run(
            Question question, List<Publish> effective, List<Expected> answers, boolean executing) {
        List<byte[]> words = question.words;
        switch (question.verb()) {
            case "SUBSCRIBE" -> join(Kind.CHANNEL, Confirmation.SUBSCRIBE, words, answers);
            case "PSUBSCRIBE" -> join(Kind.PATTERN, Confirmation.PSUBSCRIBE, words, answers);
            case "SSUBSCRIBE" -> {
                if (executing) {
                    answers.add(error("ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client"));
                } else {
                    join(Kind.SHARD, Confirmation.SSUBSCRIBE, words, answers);
                }
            }
            case "UNSUBSCRIBE" -> leave(Kind.CHANNEL, Confirmation.UNSUBSCRIBE, words, answers);
            case "PUNSUBSCRIBE" -> leave(Kind.PATTERN, Confirmation.PUNSUBSCRIBE, words, answers);
            case "SUNSUBSCRIBE" -> leave(Kind.SHARD, Confirmation.SUNSUBSCRIBE, words, answers);
            case "PUBLISH", "SPUBLISH" -> {
                Publish asked = Objects.requireNonNull(question.publish);
                effective.add(asked);
                answers.add(new Expected.Receivers(asked));
            }
            case "PING" -> answers.add(new Expected.Same(pong(words)));
            case "MULTI" -> multi(answers);
            case "EXEC" -> exec(question, effective, answers);
            case "DISCARD" -> {
                answers.add(queue == null ? error("ERR DISCARD without MULTI") : simple("OK"));
                question.dropped = dropQueue();
            }
            case "HELLO" -> {
                dialect = words.get(1)[0] == '3' ? Dialect.RESP3 : Dialect.RESP2;
                answers.add(new Expected.Greeting(dialect == Dialect.RESP3 ? 3 : 2));
            }
            case "RESET" -> {
                held.values().forEach(Set::clear);
                question.dropped = dropQueue();
                silent = false;
                dialect = Dialect.RESP2;
                answers.add(simple("RESET"));
            }
            case "QUIT" -> {
                leaving = true;
                answers.add(simple("OK"));
            }
            case "CLIENT" -> client(words, answers);
            case "AUTH" -> answers.add(new Expected.LetIn(question));
            case "ACL" ->
                    answers.add(
                            word(words, 1).equals("SETUSER")
                                    ? simple("OK")
                                    : new Expected.SomeNumber());
            case "ECHO" -> answers.add(new Expected.Same(new Reply.Bulk(words.get(1))));
            default ->
                    throw new IllegalArgumentException("not in the workload: " + question.verb());
        }
    }

    /** A request whose last argument is announced longer than an argument may be. */
    Question askTooMuch(List<byte[]> words) {
        boolean quiet = silent || skipNext;
        leaving = true;
        List<Expected> answers =
                quiet ? List.of() : List.of(error("ERR Protocol error: invalid bulk length"));
        Question question = new Question(words);
        question.expected = answers;
        question.dialect = dialect;
        return question;
    }

    private void join(Kind kind, Confirmation word, List<byte[]> words, List<Expected> answers) {
        for (byte[] name : words.subList(1, words.size())) {
            held(kind).add(Bytes.own(name));
            answers.add(new Expected.Confirmed(word, kind, Bytes.own(name), false));
        }
    }

    private void leave(Kind kind, Confirmation word, List<byte[]> words, List<Expected> answers) {
        if (words.size() > 1) {
            for (byte[] name : words.subList(1, words.size())) {
                held(kind).remove(Bytes.own(name));
                answers.add(new Expected.Confirmed(word, kind, Bytes.own(name), false));
            }
        } else if (held(kind).isEmpty()) {
            answers.add(new Expected.Confirmed(word, kind, null, false));
        } else {
            for (int left = held(kind).size(); left > 0; left--) {
                held(kind).remove(held(kind).iterator().next());
                answers.add(new Expected.Confirmed(word, kind, null, true));
            }
        }
    }

    private void multi(List<Expected> answers) {
        if (queue != null) {
            answers.add(error("ERR MULTI calls can not be nested"));
            return;
        }
        queue = new ArrayList<>();
        broken = false;
        answers.add(simple("OK"));
    }

    private void exec(Question exec, List<Publish> effective, List<Expected> answers) {
        List<Question> waiting = queue;
        if (waiting == null) {
            answers.add(error("ERR EXEC without MULTI"));
        } else if (broken) {
            exec.dropped = dropQueue();
            answers.add(error("EXECABORT Transaction discarded because of previous errors."));
        } else {
            queue = null;
            List<Expected> elements = new ArrayList<>();
            waiting.forEach(each -> run(each, effective, elements, true));
            answers.add(new Expected.All(elements, waiting));
        }
    }

    private void client(List<byte[]> words, List<Expected> answers) {
        switch (word(words, 1)) {
            case "REPLY" -> replyMode(word(words, 2), answers);
            case "LIST" -> answers.add(new Expected.SomeText());
            case "KILL" -> answers.add(new Expected.SomeNumber());
            default -> answers.add(simple("OK"));
        }
    }

    private void replyMode(String mode, List<Expected> answers) {
        switch (mode) {
            case "ON" -> {
                silent = false;
                answers.add(simple("OK"));
            }
            case "OFF" -> silent = true;
            default -> skipNext = !silent;
        }
    }

    private Reply pong(List<byte[]> words) {
        Reply.Bulk argument = new Reply.Bulk(words.size() > 1 ? words.get(1) : new byte[0]);
        if (inSubscriberMode()) {
            return new Reply.Array(List.of(Reply.Bulk.of("pong"), argument));
        }
        return words.size() > 1 ? argument : new Reply.Simple("PONG");
    }

    private boolean inSubscriberMode() {
        return dialect == Dialect.RESP2 && subscribed();
    }

    private static String word(List<byte[]> words, int index) {
        return new String(words.get(index), StandardCharsets.US_ASCII);
    }

    private static Expected simple(String text) {
        return new Expected.Same(new Reply.Simple(text));
    }

    private static Expected error(String text) {
        return new Expected.Same(new Reply.Error(text));
    }
}
