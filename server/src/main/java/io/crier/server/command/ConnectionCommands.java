package io.crier.server.command;

import io.crier.protocol.Dialect;
import io.crier.server.message.Bytes;
import io.crier.server.security.Entry;
import io.crier.server.security.Users;
import io.crier.server.session.ReplyMode;
import io.crier.server.session.Session;
import io.crier.server.telemetry.CloseReason;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What clients say to begin, to show that they live, and to leave. */
final class ConnectionCommands {
    private ConnectionCommands() {}

    static List<Command> rows() {
        Flag[] entering = {
            Flag.NOSCRIPT,
            Flag.LOADING,
            Flag.STALE,
            Flag.FAST,
            Flag.NO_AUTH,
            Flag.SENTINEL,
            Flag.ALLOW_BUSY
        };
        return List.of(
                Command.of("auth", -2, ConnectionCommands::auth, entering),
                Command.of(
                        "echo",
                        2,
                        call -> call.reply().bulk(call.request().bytes(1)),
                        Flag.LOADING,
                        Flag.STALE,
                        Flag.FAST),
                Command.of(
                        "hello",
                        -1,
                        Hello::run,
                        Flag.NOSCRIPT,
                        Flag.LOADING,
                        Flag.STALE,
                        Flag.FAST,
                        Flag.NO_AUTH,
                        Flag.SENTINEL,
                        Flag.ALLOW_BUSY,
                        Flag.RESP_ONLY),
                Command.of(
                        "ping",
                        -1,
                        ConnectionCommands::ping,
                        Flag.FAST,
                        Flag.SENTINEL,
                        Flag.WHILE_SUBSCRIBED),
                Command.of(
                        "quit",
                        -1,
                        ConnectionCommands::quit,
                        with(entering, Flag.WHILE_SUBSCRIBED, Flag.NOT_QUEUED)),
                Command.of(
                        "reset",
                        1,
                        ConnectionCommands::reset,
                        with(entering, Flag.WHILE_SUBSCRIBED, Flag.NOT_QUEUED)),
                Command.of(
                        "select",
                        2,
                        ConnectionCommands::select,
                        Flag.LOADING,
                        Flag.STALE,
                        Flag.FAST));
    }

    private static Flag[] with(Flag[] flags, Flag... more) {
        return Stream.concat(Stream.of(flags), Stream.of(more)).toArray(Flag[]::new);
    }

    /** In RESP2 with subscriptions an array, since every reply there has to look like a push. */
    private static void ping(Call call) {
        if (call.words() > 2) {
            call.error("ERR wrong number of arguments for 'ping' command");
        } else if (call.session().inSubscriberMode()) {
            call.reply().array(2).bulk("pong");
            call.reply().bulk(call.words() == 2 ? call.request().bytes(1) : new byte[0]);
        } else if (call.words() == 1) {
            call.reply().simple("PONG");
        } else {
            call.reply().bulk(call.request().bytes(1));
        }
    }

    private static void quit(Call call) {
        call.ok();
        call.session().quitAfterReply(CloseReason.of(CloseReason.Kind.QUIT));
    }

    private static void select(Call call) {
        if (!call.request().isInteger(1)) {
            call.error("ERR value is not an integer or out of range");
            return;
        }
        long index = call.request().integer(1);
        if (index < Integer.MIN_VALUE || index > Integer.MAX_VALUE) {
            call.error("ERR value is out of range, value must between -2147483648 and 2147483647");
        } else if (index < 0 || index >= call.node().settings().current().databases()) {
            call.error("ERR DB index is out of range");
        } else {
            call.session().identity().database((int) index);
            call.ok();
        }
    }

    private static void auth(Call call) {
        if (call.words() > 3) {
            call.syntaxError();
            return;
        }
        Bytes shown = call.bytes(call.words() - 1);
        Node node = call.node();
        if (call.words() == 2
                && node.users().defaultAccount().user().nopass()
                && !node.entrance().isToken(shown)) {
            call.error(
                    "ERR AUTH <password> called without any password configured for the default user. "
                            + "Are you sure your configuration is correct?");
            return;
        }
        if (login(call, call.words() == 2 ? null : call.bytes(1), shown)) {
            call.ok();
        }
    }

    /**
     * Lets the client in, or answers why not.
     *
     * @param user null for the user of a token, or the default user
     */
    static boolean login(Call call, @Nullable Bytes user, Bytes shown) {
        Session session = call.session();
        return switch (call.node().entrance().enter(user, shown)) {
            case Entry.Refused(String why) -> {
                call.dispatcher()
                        .access()
                        .notAuthenticated(
                                session,
                                call.executing() || session.transaction() != null,
                                call.bytes(0),
                                user == null ? Users.DEFAULT : user);
                call.error("WRONGPASS " + why);
                yield false;
            }
            case Entry.Admitted entry when keepsTooMuch(session, entry) -> {
                call.error(
                        "NOPERM the session is subscribed to what the new user may not hear;"
                                + " unsubscribe first");
                yield false;
            }
            case Entry.Admitted entry -> {
                session.identity().login(entry.account());
                session.expires(entry.expiresMillis());
                yield true;
            }
        };
    }

    /**
     * Whether a session would go on to hear, by way of another login, what only its token allows,
     * or what its new one does not.
     */
    private static boolean keepsTooMuch(Session session, Entry.Admitted entry) {
        return (session.expires() || entry.expires()) && session.hearsMoreThan(entry.hears());
    }

    private static void reset(Call call) {
        Session session = call.session();
        session.transaction(null);
        session.dropSubscriptions();
        call.dispatcher().monitors().leave(session);
        session.tracking(null);
        session.reply().mode(ReplyMode.ON);
        session.dialect(Dialect.RESP2);
        session.noEvict(false);
        session.noTouch(false);
        session.identity().database(0);
        session.identity().name(Bytes.EMPTY);
        session.identity().logout(call.node().users());
        session.expires(Long.MAX_VALUE);
        call.reply().simple("RESET");
    }
}
