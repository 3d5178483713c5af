package io.crier.server.transport;

import io.crier.fuzz.Expect;
import io.crier.server.broker.Broker;
import io.crier.server.command.About;
import io.crier.server.command.CommandTable;
import io.crier.server.command.Commands;
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
import io.crier.server.session.Presence;
import io.crier.server.session.Roster;
import io.crier.server.session.Session;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Settings;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.telemetry.Counters;
import io.crier.server.telemetry.ErrorCounts;
import io.crier.server.telemetry.Measurements;
import io.crier.server.threading.Clock;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A whole server without sockets and threads, whose clients are channels in memory. Ends with every
 * buffer given back, or says that it did not.
 */
public final class EmbeddedNode implements AutoCloseable {
    private static final Loops NO_LOOPS = new Loops(Carrier.NIO, 1);
    private static final long INBOX_BYTES_MAX = 64L << 20;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final StillLoop loop = new StillLoop();
    private final Map<EventLoop, LoopSessions> loops = new HashMap<>();
    private final Map<EventLoop, Endings> ends = new HashMap<>();
    private final LoopSessions sessions;
    private final Endings endings;
    private final Tls tls;
    private final Node node;
    private final Commands commands;
    private final Admission admission;

    public EmbeddedNode(Settings settings) {
        LiveSettings live = new LiveSettings(settings, null);
        Clock clock = new StillClock();
        Counters counters = new Counters();
        Broker broker = new Broker(1);
        LoopDelivery delivery = new LoopDelivery(broker, loop, clock, counters, allocator);
        broker.attach(loop, delivery::awake, INBOX_BYTES_MAX);
        sessions = new LoopSessions(broker, delivery, allocator, new Presence(live, clock));
        CommandTable table = Commands.table();
        Users users = new Users(table.vocabulary(), live);
        Entrance entrance = new Entrance(users, new Tokens(live, clock), table.vocabulary());
        tls = new Tls();
        node =
                new Node(
                        broker,
                        new History(broker, live, clock),
                        new Roster(List.of(sessions)),
                        live,
                        users,
                        entrance,
                        new AclLog(clock),
                        counters,
                        new ErrorCounts(),
                        Measurements.of(counters, clock),
                        clock,
                        new Pause(clock),
                        new About("0.1.0", "0".repeat(40), 0, () -> 6379, "memory", 1),
                        Shutdown.NEVER);
        commands = new Commands(node, table, allocator);
        endings = new Endings(loop, counters);
        admission =
                new Admission(node, commands, loops, ends, new AtomicLong(), Long.MAX_VALUE, "");
    }

    public Node node() {
        return node;
    }

    public Commands commands() {
        return commands;
    }

    public Admission admission() {
        return admission;
    }

    public Tls tls() {
        return tls;
    }

    /** Loops for who wants to listen; nobody may. */
    public Loops loops() {
        return NO_LOOPS;
    }

    /** Connects a client that {@code accepted} takes. */
    public EmbeddedClient connect(ChannelHandler accepted) {
        EmbeddedClient channel = new EmbeddedClient();
        channel.config().setAllocator(allocator);
        loops.put(channel.eventLoop(), sessions);
        ends.put(channel.eventLoop(), endings);
        channel.pipeline().addLast(accepted);
        return channel;
    }

    /** Hands bytes to the server, and runs what they cause. */
    public void send(EmbeddedClient client, byte[] bytes, int from, int to) {
        if (client.isOpen() && from < to) {
            client.writeInbound(allocator.buffer(to - from).writeBytes(bytes, from, to - from));
        }
        settle(client);
    }

    private void settle(EmbeddedClient client) {
        do {
            client.runPendingTasks();
        } while (loop.run() || (waiting() && loop.await()));
    }

    /** Whether a client waits for what is done beside the loop. */
    private boolean waiting() {
        return !sessions.anyPaused() && sessions.all().stream().anyMatch(Session::waiting);
    }

    /** Ends a client, and looks whether anything of it or of its end was out of order. */
    public void disconnect(EmbeddedClient client) {
        settle(client);
        client.finishAndReleaseAll();
        settle(client);
        client.checkException();
        Expect.that(sessions.all().isEmpty(), "sessions left: " + sessions.all());
        loops.remove(client.eventLoop());
        ends.remove(client.eventLoop());
    }

    /** Looks whether everything was in order and was given back. */
    @Override
    public void close() {
        sessions.close();
        Expect.same(
                0L,
                node.counters().closed(CloseReason.Kind.INTERNAL_ERROR).sum(),
                "internal errors");
        Expect.same(0L, allocator.metric().usedHeapMemory(), "heap bytes of buffers left");
        Expect.same(0L, allocator.metric().usedDirectMemory(), "direct bytes of buffers left");
    }
}
