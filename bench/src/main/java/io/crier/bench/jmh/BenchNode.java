package io.crier.bench.jmh;

import io.crier.protocol.Dialect;
import io.crier.server.broker.Broker;
import io.crier.server.command.About;
import io.crier.server.command.CommandTable;
import io.crier.server.command.Commands;
import io.crier.server.command.Conversation;
import io.crier.server.command.Node;
import io.crier.server.command.Pause;
import io.crier.server.command.Shutdown;
import io.crier.server.delivery.LoopDelivery;
import io.crier.server.history.History;
import io.crier.server.security.AclLog;
import io.crier.server.security.Entrance;
import io.crier.server.security.Tokens;
import io.crier.server.security.Users;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Peer;
import io.crier.server.session.Presence;
import io.crier.server.session.Roster;
import io.crier.server.session.Session;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.OutputBufferLimits;
import io.crier.server.settings.Settings;
import io.crier.server.telemetry.Counters;
import io.crier.server.telemetry.ErrorCounts;
import io.crier.server.telemetry.Measurements;
import io.crier.server.threading.Clock;
import io.crier.server.threading.SystemClock;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/** A node with one loop, whose sockets cost nothing. */
public final class BenchNode {
    private final BenchLoop loop = new BenchLoop(0);
    private final Clock clock;
    private final Broker broker = new Broker(1);
    private final LoopSessions sessions;
    private final Node node;
    private final Commands commands;
    private final Users users;
    private final OpenWire wire = new OpenWire();

    /** With default settings. */
    public BenchNode(ByteBufAllocator allocator) {
        this(allocator, new LiveSettings(Settings.defaults(), null), new SystemClock());
    }

    /** With these settings. */
    public BenchNode(ByteBufAllocator allocator, LiveSettings settings, Clock clock) {
        this(allocator, settings, clock, new Presence(settings, clock));
    }

    /**
     * With a presence of one's own.
     *
     * @param presence with the same settings and clock
     */
    public BenchNode(
            ByteBufAllocator allocator, LiveSettings settings, Clock clock, Presence presence) {
        this.clock = clock;
        Counters counters = new Counters();
        LoopDelivery delivery = new LoopDelivery(broker, loop, clock, counters, allocator);
        // At once, whatever a loop of the server may find worth waiting for.
        broker.attach(loop, delivery::drain, Long.MAX_VALUE);
        sessions = new LoopSessions(broker, delivery, allocator, presence);
        CommandTable table = Commands.table();
        users = new Users(table.vocabulary(), settings);
        Tokens tokens = new Tokens(settings, clock);
        node =
                new Node(
                        broker,
                        new History(broker, settings, clock),
                        new Roster(List.of(sessions)),
                        settings,
                        users,
                        new Entrance(users, tokens, table.vocabulary()),
                        new AclLog(clock),
                        counters,
                        new ErrorCounts(),
                        Measurements.of(counters, clock),
                        clock,
                        new Pause(clock),
                        new About("0", "0", 0, () -> 0, "none", 1),
                        Shutdown.NEVER);
        commands = new Commands(node, table, allocator);
    }

    public Broker broker() {
        return broker;
    }

    public BenchLoop loop() {
        return loop;
    }

    public LoopDelivery delivery() {
        return sessions.delivery();
    }

    /** Where everything is sent that this node's clients get. */
    public OpenWire wire() {
        return wire;
    }

    /** A new client's session. */
    public Session connect(Dialect dialect) {
        Session session =
                new Session(
                        node.roster().nextId(),
                        sessions,
                        wire,
                        new Peer("127.0.0.1:1", "127.0.0.1:6379", -1, false),
                        clock.epochMillis());
        OutputBufferLimits limits = node.settings().current().outputBufferLimits();
        session.limits(limits.normal(), limits.pubsub());
        session.dialect(dialect);
        return session;
    }

    /** Listens to a client. */
    public Conversation open(Session session) {
        return commands.open(session);
    }

    /**
     * Gives the user of all clients other rules.
     *
     * @param rules as ACL SETUSER takes them
     */
    public void rule(List<String> rules) {
        String error = users.set(Users.DEFAULT, rules).error();
        if (error != null) {
            throw new IllegalArgumentException(error);
        }
    }

    /** Gives back its memory; nothing may run on it afterwards. */
    public void close() {
        sessions.close();
    }
}
