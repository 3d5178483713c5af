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
        String user = client.user();
        if (user == null) {
            return;
        }
        List<Change> changes = rights.of(user);
        client.questions().forEach(question -> answered(client, changes, question));
        for (Publish publish : client.model().published()) {
            Question cause = publish.cause;
            if (cause != null && cause.refused && publish.delivered > 0) {
                violated(client, publish + " was refused, and delivered");
            }
        }
        for (int i = 0; i < changes.size(); i++) {
            ended(client, changes.get(i), i + 1 < changes.size() ? changes.get(i + 1) : null);
        }
        CloseReason reason = client.wire().reason();
        if (reason != null
                && reason.kind() == CloseReason.Kind.REVOKED
                && changes.stream().noneMatch(change -> mayEnd(client, change))) {
            violated(client, "was ended, and held nothing that was taken away");
        }
    }

    /** What was allowed, or refused, was so by rules that may have been in force. */
    private void answered(SimClient client, List<Change> changes, Question question) {
        if ((question.kind() == null && !question.refused)
                || question.answeredStep == Publish.NEVER) {
            return;
        }
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            @Nullable Change next = i + 1 < changes.size() ? changes.get(i + 1) : null;
            boolean over =
                    change.deleted()
                            ? change.surely() < client.openedStep()
                            : next != null && next.surely() < question.fedStep;
            if (change.begins() <= question.answeredStep
                    && !over
                    && change.allows(question) != question.refused) {
                return;
            }
        }
        violated(client, (question.refused ? "was refused " : "was allowed ") + question);
    }

    /**
     * Once the warden is answered, nobody listens to what was taken away: what was subscribed to
     * before the change was ended by it, and what was meanwhile either was too, or was refused,
     * unless the next change had begun.
     */
    private void ended(SimClient client, Change change, @Nullable Change next) {
        if (change.surely() == Publish.NEVER || client.openedStep() > change.begins()) {
            return;
        }
        if (client.wire().closedStep() <= change.surely()) {
            return;
        }
        boolean alone = next == null || next.begins() > change.surely();
        long subscribed = alone ? change.surely() : change.begins();
        Set<Held> held = new HashSet<>();
        for (Question question : client.questions()) {
            if (question.joins() && question.answeredStep < subscribed) {
                held.addAll(names(question));
            } else if (question.leaves() && question.fedStep < change.surely()) {
                held.removeAll(names(question));
            }
        }
        held.removeIf(each -> change.allows(each.kind, each.name));
        if (change.deleted() || !held.isEmpty()) {
            violated(client, "is not ended by " + change + ", and holds " + held);
        }
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
            if (question.joins() && question.fedStep <= closed && !question.refused) {
                held.addAll(names(question));
            } else if (question.leaves() && question.answeredStep < change.begins()) {
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
                "client " + client.id() + " of " + client.user() + " " + evidence);
    }
}
