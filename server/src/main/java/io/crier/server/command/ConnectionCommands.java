package io.crier.server.command;

import io.crier.protocol.Dialect;
import io.crier.server.message.Bytes;
import io.crier.server.security.Account;
import io.crier.server.security.Users;
import io.crier.server.session.ReplyMode;
import io.crier.server.session.Session;
import io.crier.server.telemetry.CloseReason;
import java.util.List;
import java.util.stream.Stream;

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
        Users users = call.node().users();
        if (call.words() == 2 && users.defaultAccount().user().nopass()) {
            call.error(
                    "ERR AUTH <password> called without any password configured for the default user. "
                            + "Are you sure your configuration is correct?");
            return;
        }
        Bytes user = call.words() == 2 ? Users.DEFAULT : call.bytes(1);
        if (login(call, user, call.bytes(call.words() - 1))) {
            call.ok();
        }
    }

    /** Lets the client in, or answers why not. */
    static boolean login(Call call, Bytes user, Bytes password) {
        Account account = call.node().users().authenticate(user, password);
        if (account == null) {
            call.dispatcher()
                    .access()
                    .notAuthenticated(
                            call.session(),
                            call.executing() || call.session().transaction() != null,
                            call.bytes(0),
                            user);
            call.error("WRONGPASS invalid username-password pair or user is disabled.");
            return false;
        }
        call.session().identity().login(account);
        return true;
    }

    private static void reset(Call call) {
        Session session = call.session();
        session.transaction(null);
        session.dropSubscriptions();
        call.dispatcher().monitors().leave(session);
        session.tracking(null);
        session.replyMode(ReplyMode.ON);
        session.dialect(Dialect.RESP2);
        session.noEvict(false);
        session.noTouch(false);
        session.identity().database(0);
        session.identity().name(Bytes.EMPTY);
        session.identity().logout(call.node().users());
        call.reply().simple("RESET");
    }
}
