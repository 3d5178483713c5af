package io.crier.server.command;

import io.crier.server.telemetry.CloseReason;
import java.util.List;

/** The server itself: what time it has, what it is, and its end. */
final class ServerCommands {
    private static final String CRIER =
            """
                   __
                  /  \\      o  o
                 | == |   o
                  \\__/  <
                __/  \\__  o   O yez, O yez!
               /  \\__/  \\   o  o

            """;

    private ServerCommands() {}

    static List<Command> rows() {
        return List.of(
                Command.of("lolwut", -1, ServerCommands::lolwut, Flag.READONLY, Flag.FAST),
                Command.of(
                        "role",
                        1,
                        ServerCommands::role,
                        Flag.NOSCRIPT,
                        Flag.LOADING,
                        Flag.STALE,
                        Flag.FAST,
                        Flag.SENTINEL),
                Command.of(
                        "shutdown",
                        -1,
                        ServerCommands::shutdown,
                        Flag.ADMIN,
                        Flag.NOSCRIPT,
                        Flag.LOADING,
                        Flag.STALE,
                        Flag.NO_MULTI,
                        Flag.SENTINEL,
                        Flag.ALLOW_BUSY),
                Command.of("time", 1, ServerCommands::time, Flag.LOADING, Flag.STALE, Flag.FAST));
    }

    private static void lolwut(Call call) {
        call.reply().verbatim("txt", CRIER + "Crier ver. " + call.node().about().version() + "\n");
    }

    private static void role(Call call) {
        call.reply().array(3).bulk("master").integer(0).array(0);
    }

    private static void time(Call call) {
        long micros = call.node().clock().epochMicros();
        call.reply()
                .array(2)
                .bulk(Long.toString(micros / 1_000_000))
                .bulk(Long.toString(micros % 1_000_000));
    }

    /**
     * Answered by nothing but the end of the connection. There is nothing to save, whatever the
     * words ask for; NOW does not wait for clients. What has begun cannot be taken back, because
     * clients have been told to go.
     */
    private static void shutdown(Call call) {
        boolean save = false;
        boolean dontSave = false;
        boolean abort = false;
        boolean now = false;
        boolean force = false;
        for (int i = 1; i < call.words(); i++) {
            switch (call.lower(i)) {
                case "save" -> save = true;
                case "nosave" -> dontSave = true;
                case "abort" -> abort = true;
                case "now" -> now = true;
                case "force" -> force = true;
                default -> {
                    call.syntaxError();
                    return;
                }
            }
        }
        if ((save && dontSave) || (abort && (save || dontSave || now || force))) {
            call.syntaxError();
        } else if (abort) {
            call.error(
                    call.node().shutdown().underWay()
                            ? "ERR the shutdown cannot be aborted: clients have been told to go"
                            : "ERR No shutdown in progress.");
        } else {
            call.session().quitAfterReply(CloseReason.of(CloseReason.Kind.SHUTDOWN));
            // Not before the replies to what came before it have been written.
            boolean atOnce = now;
            call.session().loop().loop().execute(() -> call.node().shutdown().begin(atOnce));
        }
    }
}
