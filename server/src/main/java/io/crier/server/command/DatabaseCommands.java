package io.crier.server.command;

import java.util.List;

/**
 * What clients and test harnesses ask of the database that is not here: but for the histories of
 * channels everything is empty, and stays so.
 */
final class DatabaseCommands {
    private DatabaseCommands() {}

    static List<Command> rows() {
        return List.of(
                Command.of("flushall", -1, DatabaseCommands::flush, Flag.WRITE),
                Command.of("flushdb", -1, DatabaseCommands::flush, Flag.WRITE),
                Command.container("function")
                        .with(
                                "flush",
                                -2,
                                DatabaseCommands::flushFunctions,
                                Flag.WRITE,
                                Flag.NOSCRIPT)
                        .with("help", 2, DatabaseCommands::functionHelp, Flag.LOADING, Flag.STALE),
                Command.of("get", 2, call -> call.reply().nil(), Flag.READONLY, Flag.FAST),
                Command.of("wait", 3, DatabaseCommands::await, Flag.NOSCRIPT),
                Command.of("waitaof", 4, DatabaseCommands::awaitFile, Flag.NOSCRIPT));
    }

    private static void flush(Call call) {
        if (call.words() == 1 || (call.words() == 2 && asyncOrSync(call, 1))) {
            call.node().history().clear();
            call.ok();
        } else {
            call.syntaxError();
        }
    }

    private static void flushFunctions(Call call) {
        if (call.words() > 3) {
            Answers.wrongSubcommandArguments(call);
        } else if (call.words() == 2 || asyncOrSync(call, 2)) {
            call.ok();
        } else {
            call.error("ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
        }
    }

    private static boolean asyncOrSync(Call call, int index) {
        return call.is(index, "async") || call.is(index, "sync");
    }

    /** There are no replicas, so none will ever acknowledge anything: answered at once. */
    private static void await(Call call) {
        if (whole(call, 1) && timeout(call, 2)) {
            call.reply().integer(0);
        }
    }

    private static void awaitFile(Call call) {
        if (!whole(call, 1) || !whole(call, 2) || !timeout(call, 3)) {
            return;
        }
        if (call.request().integer(1) != 0) {
            call.error(
                    "ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.");
        } else {
            call.reply().array(2).integer(0).integer(0);
        }
    }

    private static boolean whole(Call call, int index) {
        if (call.request().isInteger(index)) {
            return true;
        }
        call.error("ERR value is not an integer or out of range");
        return false;
    }

    private static boolean timeout(Call call, int index) {
        if (!call.request().isInteger(index)) {
            call.error("ERR timeout is not an integer or out of range");
            return false;
        }
        if (call.request().integer(index) < 0) {
            call.error("ERR timeout is negative");
            return false;
        }
        return true;
    }

    private static void functionHelp(Call call) {
        Answers.help(
                call,
                "FLUSH [ASYNC|SYNC]",
                "    Accepted and without effect: there are no functions.");
    }
}
