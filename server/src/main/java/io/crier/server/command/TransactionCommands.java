package io.crier.server.command;

import io.crier.server.session.Session;
import io.crier.server.session.Transaction;
import java.util.List;

/** MULTI and what belongs to it. There are no keys, so WATCH never fails an EXEC. */
final class TransactionCommands {
    private TransactionCommands() {}

    static List<Command> rows() {
        return List.of(
                Command.of(
                        "multi",
                        1,
                        TransactionCommands::multi,
                        Flag.NOSCRIPT,
                        Flag.LOADING,
                        Flag.STALE,
                        Flag.FAST,
                        Flag.ALLOW_BUSY,
                        Flag.NOT_QUEUED),
                Command.of(
                        "exec",
                        1,
                        TransactionCommands::exec,
                        Flag.NOSCRIPT,
                        Flag.LOADING,
                        Flag.STALE,
                        Flag.SKIP_SLOWLOG,
                        Flag.NOT_QUEUED),
                Command.of(
                        "discard",
                        1,
                        TransactionCommands::discard,
                        Flag.NOSCRIPT,
                        Flag.LOADING,
                        Flag.STALE,
                        Flag.FAST,
                        Flag.ALLOW_BUSY,
                        Flag.NOT_QUEUED),
                Command.of(
                        "watch",
                        -2,
                        TransactionCommands::watch,
                        Flag.NOSCRIPT,
                        Flag.LOADING,
                        Flag.STALE,
                        Flag.FAST,
                        Flag.ALLOW_BUSY,
                        Flag.NOT_QUEUED),
                Command.of(
                        "unwatch",
                        1,
                        Call::ok,
                        Flag.NOSCRIPT,
                        Flag.LOADING,
                        Flag.STALE,
                        Flag.FAST,
                        Flag.ALLOW_BUSY));
    }

    private static void multi(Call call) {
        if (call.session().transaction() != null) {
            call.error("ERR MULTI calls can not be nested");
            return;
        }
        call.session().transaction(new Transaction());
        call.ok();
    }

    private static void watch(Call call) {
        if (call.session().transaction() != null) {
            call.error("ERR WATCH inside MULTI is not allowed");
            return;
        }
        call.ok();
    }

    private static void discard(Call call) {
        if (call.session().transaction() == null) {
            call.error("ERR DISCARD without MULTI");
            return;
        }
        call.session().transaction(null);
        call.ok();
    }

    private static void exec(Call call) {
        Session session = call.session();
        Transaction transaction = session.transaction();
        if (transaction == null) {
            call.error("ERR EXEC without MULTI");
            return;
        }
        session.transaction(null);
        if (transaction.broken()) {
            call.error("EXECABORT Transaction discarded because of previous errors.");
            return;
        }
        new Execution(call, call.dispatcher(), transaction.queued()).start();
    }
}
