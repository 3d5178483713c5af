package io.crier.server.command;

import io.crier.protocol.Request;
import io.crier.server.message.Bytes;
import io.crier.server.security.Account;
import io.crier.server.security.Denial;
import io.crier.server.security.RuleText;
import io.crier.server.security.User;
import io.crier.server.session.Session;
import io.crier.server.telemetry.Counters;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Asks what a client's user may do; counts what is denied and notes it for ACL LOG. */
final class Access {
    private final Node node;

    Access(Node node) {
        this.node = node;
    }

    /** Whether a client has shown who it is, or need not. */
    boolean letIn(Session session) {
        return session.identity().authenticated() || !node.users().passwordNeeded();
    }

    /** Whether a client may run this request. On the hot path: it costs no memory. */
    static boolean allowed(Call call, Command command) {
        Account account = call.session().identity().account();
        if (account == null) {
            return true;
        }
        User user = account.user();
        return user.mayAlways(command.ordinal())
                || user.denial(command.operation(), call.ruleWords(0)) == null;
    }

    /** Why a client may not run this request, after it was counted; null if it may. */
    @Nullable Denial denied(Call call, Command command) {
        Account account = call.session().identity().account();
        Denial denial =
                account == null
                        ? null
                        : account.user().denial(command.operation(), call.ruleWords(0));
        if (denial != null) {
            Request request = call.request();
            Bytes object =
                    denial.reason() == Denial.Reason.COMMAND
                            ? Bytes.of(command.fullName())
                            : Bytes.own(request.bytes(denial.word()));
            note(
                    call.session(),
                    denial.reason(),
                    call.executing() || call.session().transaction() != null,
                    object,
                    call.session().identity().user());
        }
        return denial;
    }

    /** A client named a user whom its password does not let in. */
    void notAuthenticated(Session session, boolean multi, Bytes object, Bytes user) {
        note(session, Denial.Reason.AUTH, multi, object, user);
    }

    private void note(
            Session session, Denial.Reason reason, boolean multi, Bytes object, Bytes user) {
        counter(node.counters(), reason).increment();
        node.aclLog()
                .add(
                        reason,
                        multi,
                        object,
                        user,
                        ClientLine.of(session, node.clock().epochMillis()).stripTrailing(),
                        node.settings().current().aclLogLengthMax());
    }

    private static LongAdder counter(Counters counters, Denial.Reason reason) {
        return switch (reason) {
            case COMMAND -> counters.commandsDenied;
            case KEY -> counters.keysDenied;
            case CHANNEL -> counters.channelsDenied;
            case AUTH -> counters.authFailures;
        };
    }

    /** The error for a request that was denied. */
    static String error(Session session, Command command, Denial denial) {
        return switch (denial.reason()) {
            case COMMAND ->
                    "NOPERM User "
                            + RuleText.of(session.identity().user())
                            + " has no permissions to run the '"
                            + command.fullName()
                            + "' command";
            case KEY -> "NOPERM No permissions to access a key";
            case CHANNEL -> "NOPERM No permissions to access a channel";
            case AUTH -> "NOAUTH Authentication required.";
        };
    }

    /** The error for a request that was allowed when MULTI queued it, and is not any more. */
    static String errorInExec(Denial denial) {
        String why =
                switch (denial.reason()) {
                    case COMMAND -> "no permission to execute the command or subcommand";
                    case KEY -> "no permission to touch the specified keys";
                    case CHANNEL -> "no permission to access one of the channels used as arguments";
                    case AUTH -> "no permission";
                };
        return "NOPERM ACLs rules changed between the moment the transaction was accumulated and"
                + " the EXEC call. This command is no longer allowed for the following reason: "
                + why;
    }
}
