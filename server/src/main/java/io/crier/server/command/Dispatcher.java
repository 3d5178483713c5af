package io.crier.server.command;

import io.crier.protocol.Frames;
import io.crier.protocol.Request;
import io.crier.server.message.Kind;
import io.crier.server.security.Denial;
import io.crier.server.session.Activity;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Session;
import io.crier.server.session.Transaction;
import io.crier.server.telemetry.CloseReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of a request to its executor, past what may stop it: {@link Refusals}, a CLIENT PAUSE, or
 * a MULTI that queues it. One for all loops: what changes belongs to the call or to the loop's
 * meter.
 */
final class Dispatcher {
    /** Replies that may wait for a client that has not shown who it is. */
    private static final int UNAUTHENTICATED_PENDING_BYTES_MAX = 64 * 1024;

    private final Node node;
    private final CommandTable table;
    private final Command publish;
    private final Command spublish;
    private final Command xadd;
    private final Command exec;
    private final Monitors monitors;
    private final Access access;
    private final Refusals refusals;
    private final Allowances allowances;
    private final List<Meter> meters = new ArrayList<>();
    private final List<Deadlines> deadlines = new ArrayList<>();

    Dispatcher(Node node, CommandTable table) {
        this.node = node;
        this.table = table;
        this.publish = required(table, "publish");
        this.spublish = required(table, "spublish");
        this.xadd = required(table, "xadd");
        this.exec = required(table, "exec");
        this.monitors = new Monitors(node);
        this.access = new Access(node);
        this.refusals = new Refusals(access);
        this.allowances = new Allowances(node.settings(), node.clock());
        for (LoopSessions loop : node.roster().loops()) {
            meters.add(new Meter(node, table.rows().size(), publish, spublish));
            deadlines.add(new Deadlines(loop.loop(), node.clock()));
        }
    }

    /** What measures the commands of a loop. */
    Meter meter(int loop) {
        return meters.get(loop);
    }

    /** When the requests are over that wait on a loop. */
    Deadlines deadlines(int loop) {
        return deadlines.get(loop);
    }

    CommandTable table() {
        return table;
    }

    Allowances allowances() {
        return allowances;
    }

    private static Command required(CommandTable table, String name) {
        Command command = table.find(name);
        if (command == null) {
            throw new IllegalArgumentException("not in the table: " + name);
        }
        return command;
    }

    /**
     * Answers one request, or queues it, or gathers it with other publishes.
     *
     * @return false if it has to wait, for the end of a CLIENT PAUSE or because the publishes
     *     before it do; it was not begun then
     */
    boolean handle(Call call, Request request) {
        call.request(request);
        Command named = table.find(request);
        if (named != null && (named == publish || named == spublish) && gathers(call, named)) {
            return true;
        }
        settle(call);
        Session session = call.session();
        if (session.waiting()) {
            return false;
        }
        if (endsStranger(session)) {
            return true;
        }
        Command command = named == null ? null : subcommand(call, named);
        session.activity().asked(command == null ? Activity.NO_COMMAND : command.fullName());
        String refusal =
                command == null ? Refusals.unknown(request, named) : refusals.of(call, command);
        if (refusal == null
                && command != null
                && node.pause().active()
                && node.pause().holds(session, command)) {
            node.pause().await(session);
            return false;
        }
        session.reply().begin();
        if (command == null || refusal != null) {
            if (command != null) {
                call.meter().stats().rejected(command.ordinal());
            }
            reject(call, command, String.valueOf(refusal));
            session.reply().finish();
            if (command == exec) {
                showExec(call, request);
            }
        } else {
            run(call, command, request);
        }
        return true;
    }

    /** Ends a client for whom too much waits before it has shown who it is; answers whether. */
    private boolean endsStranger(Session session) {
        if (access.letIn(session) || session.pendingBytes() <= UNAUTHENTICATED_PENDING_BYTES_MAX) {
            return false;
        }
        session.kill(
                CloseReason.of(
                        CloseReason.Kind.OUTPUT_BUFFER_LIMIT,
                        session.pendingBytes()
                                + " bytes pending before authentication, limit "
                                + UNAUTHENTICATED_PENDING_BYTES_MAX));
        return true;
    }

    private void run(Call call, Command command, Request request) {
        Session session = call.session();
        Transaction transaction = session.transaction();
        if (transaction != null && !command.is(Flag.NOT_QUEUED)) {
            queue(call, transaction, command);
            session.reply().finish();
            return;
        }
        call.command(command);
        execute(call, command);
        if (!call.deferred()) {
            session.reply().finish();
            call.publishing().slowDown();
        }
        if (monitors.any() && !(call.deferred() && call.executing())) {
            monitors.show(session, command, request);
        }
    }

    private static void queue(Call call, Transaction transaction, Command command) {
        transaction.add(call.request());
        if (command.is(Flag.MAY_REPLICATE) || command.is(Flag.WRITE)) {
            transaction.publishing();
        }
        call.reply().simple("QUEUED");
    }

    /** Lets the publishes take effect that were gathered from this client. */
    void settle(Call call) {
        call.publishing().settle();
    }

    /** The hot path: a publish that nothing speaks against joins the burst. */
    private boolean gathers(Call call, Command command) {
        Session session = call.session();
        Request request = call.request();
        if (request.count() != 3
                || session.transaction() != null
                || session.inSubscriberMode()
                || session.monitoring()
                || !access.letIn(session)
                || !Access.allowed(call, command)
                || !call.meter().maySharePublishes()
                || node.pause().active()
                || !Frames.fits(request.length(1), request.length(2))
                || (call.meter().ratesAreSet() && call.overRate() != null)) {
            return false;
        }
        session.activity().asked(command.fullName());
        call.meter().gathering(command == spublish);
        call.publishing()
                .add(
                        command == publish ? Kind.CHANNEL : Kind.SHARD,
                        request.buffer(),
                        request.offset(1),
                        request.length(1),
                        request.offset(2),
                        request.length(2));
        if (monitors.any()) {
            monitors.show(session, command, request);
        }
        return true;
    }

    /**
     * Runs one request that MULTI queued; it was checked then, but for what may have changed since.
     */
    void runQueued(Call call, Request request) {
        call.request(request);
        Command named = table.find(request);
        Command command = named == null ? null : subcommand(call, named);
        if (command == null) {
            throw new IllegalStateException("queued, but not in the table: " + request);
        }
        call.command(command);
        boolean tookEffect = call.publishing().hasAhead() && publishes(request);
        Denial denial = tookEffect ? null : access.denied(call, command);
        if (denial != null) {
            call.meter().stats().rejected(command.ordinal());
            call.error(Access.errorInExec(denial));
            return;
        }
        execute(call, command);
        if (monitors.any()) {
            monitors.show(call.session(), command, request);
        }
    }

    /**
     * Lets the publishes of EXEC take effect from {@code next} on, if that is one, up to the first
     * command that may change who publishes, or change or show who listens or what was published:
     * one that needs no login, that reads or writes, or any but a fast one.
     */
    void publishAhead(Call call, List<Request> queued, int next) {
        if (call.publishing().hasAhead() || !publishes(queued.get(next))) {
            return;
        }
        boolean more = true;
        for (int i = next; i < queued.size() && more; i++) {
            call.request(queued.get(i));
            more = goesAhead(call, queued.get(i));
        }
        call.publishing().takeEffect();
    }

    /** Adds a publish to those that take effect together; false if it has to take effect later. */
    private boolean goesAhead(Call call, Request request) {
        Command command = table.find(request);
        Kind kind = kind(request);
        if (command == null) {
            return false;
        }
        if (command == xadd) {
            return Access.allowed(call, xadd) && StreamAdd.ahead(call);
        }
        if (kind == null) {
            return command.is(Flag.FAST)
                    && !command.is(Flag.NO_AUTH)
                    && !command.is(Flag.READONLY)
                    && !command.is(Flag.WRITE);
        }
        return Access.allowed(call, command)
                && (!Frames.fits(request.length(1), request.length(2))
                        || addAhead(call, kind, request));
    }

    private boolean publishes(Request request) {
        return kind(request) != null || table.find(request) == xadd;
    }

    private static boolean addAhead(Call call, Kind kind, Request request) {
        String overRate = call.takeAllowance(request);
        if (overRate == null) {
            return call.publishing().addAhead(kind, request);
        }
        call.publishing().refuseAhead(overRate);
        return true;
    }

    /** What a request publishes to; null if it is no publish. */
    private @Nullable Kind kind(Request request) {
        Command command = table.find(request);
        if (command == publish) {
            return Kind.CHANNEL;
        }
        return command == spublish ? Kind.SHARD : null;
    }

    private void execute(Call call, Command command) {
        long start = node.clock().nanos();
        command.executor().run(call);
        if (call.deferred() && call.command() == command) {
            call.measureLater(start);
        } else {
            call.meter().ran(call, command, node.clock().nanos() - start);
        }
    }

    /** Shows an EXEC whose end came later, or that was refused. */
    void showExec(Call call, Request request) {
        if (monitors.any()) {
            monitors.show(call.session(), exec, request);
        }
    }

    Access access() {
        return access;
    }

    /** Why a client may not run a command that has no other words; null if it may. */
    @Nullable String denied(Session session, String name) {
        Call call = new Call(node, this, session);
        call.request(Request.of(name.getBytes(StandardCharsets.US_ASCII)));
        Command command = required(table, name);
        Denial denial = access.denied(call, command);
        return denial == null ? null : Access.error(session, command, denial);
    }

    Monitors monitors() {
        return monitors;
    }

    private static @Nullable Command subcommand(Call call, Command command) {
        if (command.subcommands().isEmpty() || call.words() == 1) {
            return command;
        }
        return command.subcommands().get(call.lower(1));
    }

    /**
     * Answers why a command is not run; a MULTI that is open will not be executed, and a refused
     * EXEC ends it.
     */
    private void reject(Call call, @Nullable Command command, String error) {
        Transaction transaction = call.session().transaction();
        if (command == exec) {
            call.session().transaction(null);
            String reason = error.startsWith("ERR ") ? error.substring("ERR ".length()) : error;
            call.error("EXECABORT Transaction discarded because of: " + reason);
            return;
        }
        if (transaction != null) {
            transaction.breakIt();
        }
        call.error(error);
    }

    /** Answers a protocol error and ends the connection after it. */
    void protocolError(Call call, String error) {
        settle(call);
        call.session().reply().begin();
        call.error(error);
        call.session().reply().finish();
        call.session().quit(CloseReason.of(CloseReason.Kind.PROTOCOL_ERROR, error));
    }
}
