package io.crier.server.command;

import io.crier.server.security.Account;
import io.crier.server.security.Users;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Session;
import io.crier.server.telemetry.CloseReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends the sessions of users who were deleted, and those that listen to what their user may not
 * hear any more; no others, and the one that asked for it after its reply.
 */
final class Revocation {
    private static final CloseReason REVOKED = CloseReason.of(CloseReason.Kind.REVOKED);

    private Revocation() {}

    /** Carries out a change of users on every loop, and then does {@code answer}. */
    static void after(Call call, Users.Change change, Runnable answer) {
        if (change.shrunk().isEmpty()) {
            answer.run();
            return;
        }
        Session caller = call.session();
        call.ask(loop -> end(loop, change.shrunk(), caller), done -> answer.run());
    }

    /**
     * Ends those of one loop.
     *
     * @param caller who gets his reply first; null if no client asked for it
     */
    static boolean end(LoopSessions loop, List<Account> shrunk, @Nullable Session caller) {
        for (Session session : List.copyOf(loop.all())) {
            Account account = session.identity().account();
            if (account != null
                    && shrunk.contains(account)
                    && (account.deleted() || session.hearsMoreThan(account.user()))) {
                if (session.equals(caller)) {
                    session.quitAfterReply(REVOKED);
                } else {
                    session.kill(REVOKED);
                }
            }
        }
        return true;
    }
}
