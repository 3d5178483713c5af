package io.crier.server.command;

import io.crier.server.message.Bytes;
import io.crier.server.session.Blocked;
import io.crier.server.session.Identity;
import io.crier.server.session.ReplyMode;
import io.crier.server.session.Session;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** CLIENT: what a client says of itself, and what it may ask and do about the others. */
final class ClientCommands {
    private ClientCommands() {}

    static Command row() {
        Flag[] own = {Flag.NOSCRIPT, Flag.LOADING, Flag.STALE};
        Flag[] resp = {Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.RESP_ONLY};
        Flag[] admin = {Flag.ADMIN, Flag.NOSCRIPT, Flag.LOADING, Flag.STALE};
        return Command.container("client")
                .with("caching", 3, ClientTracking::caching, resp)
                .with("capa", -3, Call::ok, own)
                .with("getname", 2, ClientCommands::getName, own)
                .with("getredir", 2, ClientTracking::getRedirection, resp)
                .with("help", 2, ClientCommands::help, Flag.LOADING, Flag.STALE)
                .with("id", 2, call -> call.reply().integer(call.session().id()), own)
                .with("info", 2, ClientList::info, own)
                .with("kill", -3, ClientKill::run, admin)
                .with("list", -2, ClientList::run, admin)
                .with("no-evict", 3, call -> onOff(call, Session::noEvict), admin)
                .with("no-touch", 3, call -> onOff(call, Session::noTouch), own)
                .with("pause", -3, ClientCommands::pause, admin)
                .with("reply", 3, ClientCommands::reply, resp)
                .with("setinfo", 4, ClientCommands::setInfo, own)
                .with("setname", 3, ClientCommands::setName, own)
                .with("tracking", -3, ClientTracking::tracking, resp)
                .with("trackinginfo", 2, ClientTracking::info, resp)
                .with("unblock", -3, ClientCommands::unblock, admin)
                .with("unpause", 2, ClientCommands::unpause, admin);
    }

    private static void getName(Call call) {
        Bytes name = call.session().identity().name();
        if (name.length() == 0) {
            call.reply().nil();
        } else {
            call.reply().bulk(name.array());
        }
    }

    private static void setName(Call call) {
        Bytes name = call.bytes(2);
        String refusal = ClientNames.refusal(name, "Client names");
        if (refusal != null) {
            call.error(refusal);
            return;
        }
        call.session().identity().name(name);
        call.ok();
    }

    private static void setInfo(Call call) {
        Identity identity = call.session().identity();
        Bytes value = call.bytes(3);
        boolean name = call.is(2, "lib-name");
        String refusal = ClientNames.refusal(value, call.text(2));
        if (!name && !call.is(2, "lib-ver")) {
            call.error("ERR Unrecognized option '" + call.text(2) + "'");
        } else if (refusal != null) {
            call.error(refusal);
        } else {
            if (name) {
                identity.libraryName(value);
            } else {
                identity.libraryVersion(value);
            }
            call.ok();
        }
    }

    private static void onOff(Call call, BiConsumer<Session, Boolean> setting) {
        if (!call.is(2, "on") && !call.is(2, "off")) {
            call.syntaxError();
            return;
        }
        setting.accept(call.session(), call.is(2, "on"));
        call.ok();
    }

    /** OFF and SKIP answer nothing themselves; the session withholds what they leave out. */
    private static void reply(Call call) {
        Session session = call.session();
        if (call.is(2, "on")) {
            session.reply().mode(ReplyMode.ON);
            call.ok();
        } else if (call.is(2, "off")) {
            session.reply().mode(ReplyMode.OFF);
        } else if (!call.is(2, "skip")) {
            call.syntaxError();
        } else if (session.reply().mode() != ReplyMode.OFF) {
            session.reply().mode(ReplyMode.SKIP_NEXT);
        }
    }

    private static void pause(Call call) {
        if (call.words() > 4) {
            Answers.wrongSubcommandArguments(call);
            return;
        }
        boolean writes = call.words() == 4 && call.is(3, "write");
        if (call.words() == 4 && !writes && !call.is(3, "all")) {
            call.error("ERR CLIENT PAUSE mode must be WRITE or ALL");
        } else if (!call.request().isInteger(2)) {
            call.error("ERR timeout is not an integer or out of range");
        } else if (call.request().integer(2) < 0) {
            call.error("ERR timeout is negative");
        } else if (call.request().integer(2) > Long.MAX_VALUE - call.node().clock().epochMillis()) {
            call.error("ERR timeout is out of range");
        } else {
            call.node().pause().start(Duration.ofMillis(call.request().integer(2)), !writes);
            call.ok();
        }
    }

    private static void unpause(Call call) {
        call.node().pause().end(call.node().roster());
        call.ok();
    }

    private static void unblock(Call call) {
        boolean error = call.words() == 4 && call.is(3, "error");
        if (call.words() > 4) {
            Answers.wrongSubcommandArguments(call);
        } else if (call.words() == 4 && !error && !call.is(3, "timeout")) {
            call.error("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
        } else {
            Long id = Numbers.whole(call, 2);
            if (id != null) {
                call.ask(
                        loop -> unblock(loop.find(id), error),
                        done -> call.reply().integer(done.contains(true) ? 1 : 0));
            }
        }
    }

    private static boolean unblock(@Nullable Session session, boolean error) {
        Blocked blocked = session == null ? null : session.blocked();
        return blocked != null && blocked.unblock(error);
    }

    private static void help(Call call) {
        Answers.help(
                call,
                "CACHING (YES|NO)",
                "    Accepted in the modes OPTIN and OPTOUT of TRACKING; there are no keys to cache.",
                "CAPA <capability> [<capability> ...]",
                "    Accepted, without effect.",
                "GETNAME",
                "    The name of this connection.",
                "GETREDIR",
                "    The client that invalidations are redirected to, 0 for none, -1 without TRACKING.",
                "ID",
                "    The number of this connection.",
                "INFO",
                "    The line of this connection in LIST.",
                "KILL <ip:port>",
                "    End the connection from this address.",
                "KILL <option> <value> [<option> <value> [...]]",
                "    End the connections that meet every option:",
                "    * ADDR (<ip:port>|<unixsocket>:0)",
                "      The client's address.",
                "    * ID <clientid>",
                "      The connection's number.",
                "    * LADDR (<ip:port>|<unixsocket>:0)",
                "      The address that it connected to.",
                "    * MAXAGE <seconds>",
                "      Connected for at least so long.",
                "    * SKIPME (YES|NO)",
                "      Whether to leave out this connection (default: yes).",
                "    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)",
                "      The kind of client.",
                "    * USER <username>",
                "      Who it logged in as.",
                "LIST [TYPE (NORMAL|MASTER|REPLICA|PUBSUB) | ID <clientid> [...]]",
                "    A line for every connection.",
                "NO-EVICT (ON|OFF)",
                "    Whether to spare this connection when maxmemory-clients is exceeded.",
                "NO-TOUCH (ON|OFF)",
                "    Accepted; there are no keys to touch.",
                "PAUSE <milliseconds> [WRITE|ALL]",
                "    Let all clients wait, or those that publish.",
                "REPLY (ON|OFF|SKIP)",
                "    Whether to answer this connection; pushes are sent all the same.",
                "SETINFO (LIB-NAME|LIB-VER) <value>",
                "    Name the library of this connection, or its version.",
                "SETNAME <name>",
                "    Name this connection.",
                "TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]]",
                "         [OPTIN] [OPTOUT] [NOLOOP]",
                "    Accepted; there are no keys to track.",
                "TRACKINGINFO",
                "    What TRACKING was last told.",
                "UNBLOCK <clientid> [TIMEOUT|ERROR]",
                "    End the wait of XREAD or XREADGROUP as if its time were over (default), or with an error.",
                "UNPAUSE",
                "    End PAUSE.");
    }
}
