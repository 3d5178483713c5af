package io.crier.server.command;

import io.crier.protocol.Request;
import io.crier.server.security.Denial;
import io.crier.server.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a request is not run: each check and its error, in Redis' order (processCommand). */
final class Refusals {
    private static final int QUOTED_BYTES_MAX = 128;

    private final Access access;

    Refusals(Access access) {
        this.access = access;
    }

    /** Why this client may not run the command now; null if it may. */
    @Nullable String of(Call call, Command command) {
        Session session = call.session();
        if (!command.takes(call.words())) {
            return "ERR wrong number of arguments for '" + command.fullName() + "' command";
        }
        if (!access.letIn(session) && !command.is(Flag.NO_AUTH)) {
            return "NOAUTH Authentication required.";
        }
        if (session.transaction() != null && command.is(Flag.NO_MULTI)) {
            return "ERR Command not allowed inside a transaction";
        }
        Denial denial = access.denied(call, command);
        if (denial != null) {
            return Access.error(session, command, denial);
        }
        if (!session.speaksResp() && !command.overHttp()) {
            return "ERR '" + command.fullName() + "' is not available over HTTP and WebSocket";
        }
        if (session.inSubscriberMode() && !command.is(Flag.WHILE_SUBSCRIBED)) {
            return "ERR Can't execute '"
                    + command.fullName()
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context";
        }
        if (session.monitoring() && usesKeys(command)) {
            return "ERR Replica can't interact with the keyspace";
        }
        return null;
    }

    /** What Redis refuses to a client that monitors, because that is a replica to it. */
    private static boolean usesKeys(Command command) {
        return command.is(Flag.MAY_REPLICATE)
                || command.is(Flag.WRITE)
                || command.is(Flag.READONLY);
    }

    /**
     * Why a request whose command or subcommand is not in the table is not run.
     *
     * @param container the command whose subcommand is unknown; null if the command is
     */
    static String unknown(Request request, @Nullable Command container) {
        return container == null
                ? unknownCommand(request) + Elsewhere.explain(request)
                : unknownSubcommand(request, container);
    }

    private static String unknownCommand(Request request) {
        StringBuilder text =
                new StringBuilder("ERR unknown command '")
                        .append(quoted(request, 0, QUOTED_BYTES_MAX))
                        .append("', with args beginning with: ");
        int room = QUOTED_BYTES_MAX;
        for (int i = 1; i < request.count() && room > 0; i++) {
            String arg = quoted(request, i, room);
            text.append('\'').append(arg).append("' ");
            room -= arg.length() + 3;
        }
        return text.toString();
    }

    private static String unknownSubcommand(Request request, Command container) {
        return "ERR unknown subcommand '"
                + quoted(request, 1, QUOTED_BYTES_MAX)
                + "'. Try "
                + container.name().toUpperCase(Locale.ROOT)
                + " HELP.";
    }

    private static String quoted(Request request, int index, int bytesMax) {
        byte[] bytes = request.bytes(index);
        int zero = 0;
        while (zero < bytes.length && zero < bytesMax && bytes[zero] != 0) {
            zero++;
        }
        return new String(bytes, 0, zero, StandardCharsets.ISO_8859_1);
    }
}
