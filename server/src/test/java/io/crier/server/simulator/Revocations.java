package io.crier.server.simulator;

import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.simulator.Rights.Change;
import io.crier.server.telemetry.CloseReason;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds what guests were answered, and why they ended, against what their users might do at that
 * time. Between a request of the warden and its answer both the old rules and the new ones may have
 * been in force.
 */
final class Revocations {
    private record Held(Kind kind, Bytes name) {}

    private final History history;
    private final Rights rights;

    Revocations(History history, Rights rights) {
        this.history = history;
        this.rights = rights;
    }

    void check(SimClient client) {
        List<Login> logins = client.logins();
        if (logins.isEmpty()) {
            return;
        }
        for (Question question : client.questions()) {
            for (Act act : question.acts) {
                answered(client, question, act);
                kept(client, question, act);
            }
        }
        for (Publish publish : client.published()) {
            if (publish.refused && publish.delivered > 0) {
                violated(client, publish + " was refused, and delivered");
            }
        }
        for (int i = 0; i < logins.size(); i++) {
            ended(client, logins.get(i), i + 1 < logins.size() ? logins.get(i + 1) : null);
        }
        CloseReason reason = client.wire().reason();
        if (reason != null
                && reason.kind() == CloseReason.Kind.REVOKED
                && usersAtTheEnd(client).stream()
                        .flatMap(user -> rights.of(user).stream())
                        .noneMatch(change -> mayEnd(client, change))) {
            violated(client, "was ended, and held nothing that was taken away");
        }
    }

    /** What was allowed, or refused, was so by rules that may have been in force. */
    private void answered(SimClient client, Question question, Act act) {
        boolean enters = act.does() == Act.Does.ENTER || act.does() == Act.Does.STAY_OUT;
        if (!enters && act.of().kind() == null && !act.refused()) {
            return;
        }
        List<Change> changes = rights.of(enters ? act.of().word(1) : act.by().user());
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            @Nullable Change next = i + 1 < changes.size() ? changes.get(i + 1) : null;
            boolean over =
                    (change.deleted() && !enters)
                            ? change.surely() < act.by().from()
                            : next != null && next.surely() < question.fedStep;
            if (change.begins() <= question.answeredStep
                    && !over
                    && change.allows(act) != act.refused()) {
                return;
            }
        }
        violated(client, act + " was answered to " + question);
    }

    /**
     * Who was to go may stay as a user who may hear what it listens to, and as no other; this one
     * as well by rules that may have been in force.
     */
    private void kept(SimClient client, Question question, Act act) {
        boolean entered = act.does() == Act.Does.ENTER && !act.refused();
        if (!client.expires()
                || act.by().by() != null
                || !(entered || act.does() == Act.Does.STAY_OUT)) {
            return;
        }
        Set<Held> held =
                entered
                        ? surelyHeld(client, question.fedStep, question.answeredStep)
                        : everHeld(client, question.answeredStep);
        List<Change> changes = rights.of(act.of().word(1));
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            if (change.begins() <= question.answeredStep
                    && (i + 1 == changes.size() || changes.get(i + 1).surely() >= question.fedStep)
                    && entered
                            == held.stream()
                                    .allMatch(each -> change.allows(each.kind, each.name))) {
                return;
            }
        }
        violated(client, act + " was answered to who listens to " + held);
    }

    private static Set<Held> everHeld(SimClient client, long until) {
        Set<Held> held = new HashSet<>();
        for (Question question : client.questions()) {
            if (question.joins() && question.fedStep <= until) {
                held.addAll(names(question));
            }
        }
        return held;
    }

    /**
     * Once the warden is answered, nobody listens to what was taken away: what was subscribed to
     * before the change was ended by it, and what was meanwhile either was too, or was refused,
     * unless the next change had begun, or the client had asked to be another user.
     */
    private void ended(SimClient client, Login login, @Nullable Login after) {
        List<Change> changes = rights.of(login.user());
        for (int i = 1; i < changes.size(); i++) {
            Change change = changes.get(i);
            Change before = changes.get(i - 1);
            if (login.surely() <= change.begins()
                    && change.surely() != Publish.NEVER
                    && change.surely() < client.wire().closedStep()
                    && !before.deleted()
                    && (after == null || after.from() > change.surely())
                    && !asksForAnother(client, login, change.surely())) {
                @Nullable Change next = i + 1 < changes.size() ? changes.get(i + 1) : null;
                ended(client, before, change, next);
            }
        }
    }

    /** Whether a client asked to be another user, or the same again, while it was this one. */
    private static boolean asksForAnother(SimClient client, Login login, long until) {
        List<Question> questions = client.questions();
        int since = login.by() == null ? -1 : questions.indexOf(login.by());
        return questions.subList(since + 1, questions.size()).stream()
                .anyMatch(question -> question.is("AUTH") && question.fedStep <= until);
    }

    private void ended(SimClient client, Change before, Change change, @Nullable Change next) {
        boolean alone = next == null || next.begins() > change.surely();
        Set<Held> held =
                surelyHeld(client, alone ? change.surely() : change.begins(), change.surely());
        held.removeIf(each ->
                change.allows(each.kind, each.name) || !before.allows(each.kind, each.name));
        if (change.deleted() || !held.isEmpty()) {
            violated(client, "is not ended by " + change + ", and holds " + held);
        }
    }

    /** What a client was answered to be subscribed to, and had not asked to leave. */
    private static Set<Held> surelyHeld(SimClient client, long subscribed, long left) {
        Set<Held> held = new HashSet<>();
        for (Question question : client.questions()) {
            if (question.leaves() && question.fedStep < left) {
                held.removeAll(names(question));
            }
            for (Act act : question.acts) {
                if (act.does() == Act.Does.LEAVE && question.fedStep < left) {
                    held.removeAll(names(act.of()));
                } else if (act.does() == Act.Does.JOIN
                        && !act.refused()
                        && question.answeredStep < subscribed) {
                    held.addAll(names(act.of()));
                }
            }
        }
        return held;
    }

    /** Which users a client may have been when it was ended. */
    private static Set<String> usersAtTheEnd(SimClient client) {
        Set<String> users = new HashSet<>();
        users.add(client.logins().getLast().user());
        for (Question question : client.questions()) {
            if (question.is("AUTH") && question.fedStep <= client.wire().closedStep()) {
                users.add(question.word(1));
            }
        }
        return users;
    }

    /** Whether a client may have been ended by this change. */
    private static boolean mayEnd(SimClient client, Change change) {
        long closed = client.wire().closedStep();
        if (closed < change.begins() || closed > change.surely()) {
            return false;
        }
        if (change.deleted()) {
            return true;
        }
        Set<Held> held = new HashSet<>();
        for (Question question : client.questions()) {
            if (question.joins() && question.fedStep <= closed) {
                held.addAll(names(question));
            } else if (question.leaves()
                    && !question.queued
                    && question.answeredStep < change.begins()) {
                held.removeAll(names(question));
            }
        }
        return held.stream().anyMatch(each -> !change.allows(each.kind, each.name));
    }

    private static List<Held> names(Question question) {
        Kind kind = question.subscription();
        return kind == null || question.refused
                ? List.of()
                : question.names().stream().map(name -> new Held(kind, name)).toList();
    }

    private void violated(SimClient client, String evidence) {
        history.violated(
                Guarantee.REVOKED,
                "client "
                        + client.id()
                        + " of "
                        + client.logins().getLast().user()
                        + " "
                        + evidence);
    }
}
