package io.crier.server;

import io.crier.server.broker.Broker;
import io.crier.server.command.About;
import io.crier.server.command.CommandTable;
import io.crier.server.command.Commands;
import io.crier.server.command.Node;
import io.crier.server.command.Pause;
import io.crier.server.delivery.LoopDelivery;
import io.crier.server.history.History;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.security.AclLog;
import io.crier.server.security.Entrance;
import io.crier.server.security.Tokens;
import io.crier.server.security.Users;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Presence;
import io.crier.server.session.Roster;
import io.crier.server.session.Upkeep;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.settings.Transport;
import io.crier.server.settings.WebTable;
import io.crier.server.telemetry.Counters;
import io.crier.server.telemetry.ErrorCounts;
import io.crier.server.telemetry.Measurements;
import io.crier.server.telemetry.Rates;
import io.crier.server.threading.Clock;
import io.crier.server.threading.Loop;
import io.crier.server.threading.SystemClock;
import io.crier.server.threading.Uninterruptibly;
import io.crier.server.transport.Carrier;
import io.crier.server.transport.Listeners;
import io.crier.server.transport.Loops;
import io.crier.server.transport.Rings;
import io.crier.server.transport.Tls;
import io.crier.server.web.Web;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A running server. Starts in one line, also inside another program; {@link #close} leaves nothing
 * behind.
 *
 * <pre>{@code
 * try (CrierServer server = CrierServer.start(0)) {
 *     server.publish("news", "hello");
 * }
 * }</pre>
 */
public final class CrierServer implements AutoCloseable {
    private static final long INBOX_BYTES_MAX = 64L << 20;

    private final Loops loops;
    private final Listeners listeners;
    private final Web web;
    private final Tls tls;
    private final History history;
    private final LiveSettings.Gate addresses;
    private final Node node;
    private final Tokens tokens;
    private final InProcessClients inProcess;
    private final Upkeep upkeep;
    private final Rings rings = new Rings();
    private final Drain drain;
    private final Reloads reloads;
    private final AtomicLong connections = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    private CrierServer(LiveSettings settings) throws IOException {
        Settings now = settings.current();
        Clock clock = new SystemClock();
        Counters counters = new Counters();
        tls = new Tls();
        loops =
                new Loops(
                        Carrier.of(now.transport()),
                        now.eventLoops(Runtime.getRuntime().availableProcessors()));
        Broker broker = new Broker(loops.all().size());
        history = new History(broker, settings, clock);
        Presence presence = new Presence(settings, clock);
        List<LoopSessions> sessions = new ArrayList<>();
        boolean together = loops.carrier() == Carrier.EPOLL && now.transport() == Transport.AUTO;
        ByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;
        for (Loop loop : loops.all()) {
            LoopDelivery delivery = new LoopDelivery(broker, loop, clock, counters, allocator);
            broker.attach(loop, delivery::awake, INBOX_BYTES_MAX);
            if (together) {
                rings.serve(delivery);
            }
            sessions.add(new LoopSessions(broker, delivery, allocator, presence));
        }
        drain = new Drain(clock, this::shutdown, this::close);
        CommandTable table = Commands.table();
        Users users = new Users(table.vocabulary(), settings);
        tokens = new Tokens(settings, clock);
        About about =
                new About(
                        "0.1.0",
                        runId(),
                        clock.epochMillis(),
                        () -> port() == 0 ? tlsPort() : port(),
                        loops.carrier().word(),
                        loops.all().size());
        node =
                new Node(
                        broker,
                        history,
                        new Roster(sessions),
                        settings,
                        users,
                        new Entrance(users, tokens, table.vocabulary()),
                        new AclLog(clock),
                        counters,
                        new ErrorCounts(),
                        Measurements.of(counters, clock),
                        clock,
                        new Pause(clock),
                        about,
                        drain);
        broker.measure(node.measurements().holdTimes());
        inProcess = new InProcessClients(node, allocator);
        upkeep = new Upkeep(node.roster(), settings, clock);
        Commands commands = new Commands(node, table, allocator);
        reloads = new Reloads(List.of(settings, commands.users(), tls));
        listeners = new Listeners(loops, node, commands, tls, connections);
        web = new Web(node, commands, listeners.admission(), loops, tls);
        addresses = listeners::move;
        try {
            users.begin(settings.users());
            tokens.open();
            settings.userLines(users::configurationLines);
            tls.open(now);
            history.open();
            listeners.open(now);
            web.open();
            settings.addGate(tls);
            settings.addGate(addresses);
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed;
        }
        upkeep.start();
        sample();
    }

    /** Measures what is measured regularly, now and again until the loops have ended. */
    private void sample() {
        node.measurements().sample(node.clock().nanos());
        history.tick();
        loops.all().getFirst().schedule(this::sample, Duration.ofMillis(Rates.EVERY_MILLIS));
    }

    /**
     * Starts a server with default settings on loopback, without HTTP.
     *
     * @param port 0 to 65535; 0 takes a free one, see {@link #port()}
     * @throws UncheckedIOException if the port cannot be listened on; the message names it
     */
    public static CrierServer start(int port) {
        return start(
                Settings.defaults()
                        .with(SettingTable.PORT, (long) port)
                        .with(WebTable.HTTP_PORT, 0L));
    }

    /** Starts a server with these settings; otherwise as {@link #start(int)}. */
    public static CrierServer start(Settings settings) {
        return start(new LiveSettings(settings, null));
    }

    /** Starts a server whose settings came from a file; otherwise as {@link #start(int)}. */
    public static CrierServer start(LiveSettings settings) {
        try {
            return new CrierServer(settings);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed.getMessage(), failed);
        }
    }

    private static String runId() {
        byte[] random = new byte[20];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** One line for the log: where it listens, and on what it runs. */
    public String describe() {
        return new Doors(
                        port(),
                        tlsPort(),
                        node.settings().current().unixSocket(),
                        httpPort(),
                        httpsPort())
                .describe(node.about());
    }

    /** The TCP port that it listens on without TLS; 0 if there is none. */
    public int port() {
        return listeners.port();
    }

    /**
     * Publishes, from any thread, in the one order of the server. Waits while subscribers' loops
     * have too much to deliver, as every publisher does.
     *
     * @param channel any bytes, and as text its UTF-8
     * @return how many subscribers it reaches, those of matching patterns included
     * @throws IllegalArgumentException if both together have more than about 1 GB
     * @throws IllegalStateException if the server is closed
     */
    public int publish(byte[] channel, byte[] message) {
        return inProcess.publish(Bytes.own(channel.clone()), message);
    }

    /** Publishes text as UTF-8; otherwise as {@link #publish(byte[], byte[])}. */
    public int publish(String channel, String message) {
        return inProcess.publish(Bytes.of(channel), message.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Subscribes to a channel. When this returns, every later publish by anyone arrives, in the
     * order of the server.
     *
     * @param listener is called on a thread that belongs to this subscription; see there what
     *     bounds it
     * @throws IllegalStateException if the server is closed
     */
    public Subscription subscribe(byte[] channel, MessageListener listener) {
        return inProcess.subscribe(Kind.CHANNEL, Bytes.own(channel.clone()), listener);
    }

    /**
     * Subscribes to the channel of this name in UTF-8; otherwise as {@link #subscribe(byte[],
     * MessageListener)}.
     */
    public Subscription subscribe(String channel, MessageListener listener) {
        return inProcess.subscribe(Kind.CHANNEL, Bytes.of(channel), listener);
    }

    /**
     * Subscribes to every channel that matches a glob, as PSUBSCRIBE; otherwise as {@link
     * #subscribe}.
     */
    public Subscription subscribePattern(byte[] pattern, MessageListener listener) {
        return inProcess.subscribe(Kind.PATTERN, Bytes.own(pattern.clone()), listener);
    }

    /**
     * Subscribes to every channel that matches a glob, as PSUBSCRIBE; otherwise as {@link
     * #subscribe}.
     */
    public Subscription subscribePattern(String pattern, MessageListener listener) {
        return inProcess.subscribe(Kind.PATTERN, Bytes.of(pattern), listener);
    }

    /** The port that it listens on for browsers; 0 without HTTP. */
    public int httpPort() {
        return web.port();
    }

    /** The port of RESP over TLS; 0 without. */
    public int tlsPort() {
        return listeners.tlsPort();
    }

    /** The port that it listens on for browsers with TLS; 0 without. */
    public int httpsPort() {
        return web.tlsPort();
    }

    /**
     * Returns when the server has ended: by {@link #shutdown}, {@link #close} or a client's
     * SHUTDOWN.
     */
    public void await() throws InterruptedException {
        ended.await();
    }

    /**
     * Reads again what stands in files, as SIGHUP has {@code crier server} do it; one line in the
     * log says of each what came of it. What has a mistake stays as it was. Waits for the disk, so
     * it must not be called by a listener of a {@link Subscription}.
     *
     * @return the mistakes, each in one line; empty when all was taken up
     */
    public List<String> reload() {
        return reloads.run();
    }

    /**
     * Goes down without surprising anyone, and returns when the server has ended. Stops listening;
     * {@code /readyz} and INFO tell it. Browsers are told to come back, spread over {@code
     * drain-spread}. Then every client is sent what was published up to then, its connection ends,
     * and {@link #publish} is refused. Who has not taken all after {@code drain-timeout} is closed.
     * With no clients nothing is waited for. Must not be called by a listener of a {@link
     * Subscription}.
     */
    public void shutdown() {
        Settings now = node.settings().current();
        if (drain.starts(now)) {
            node.settings().removeGate(addresses);
            listeners.close();
            web.stopListening();
            drain.await(web.tellToComeBack(now.drainSpread()), now.drainSpread());
            inProcess.refuseMore();
            node.roster().onEach(Drain::finish);
            web.finish();
            drain.await(
                    () -> connections.get() == 0 && inProcess.open().isEmpty(), now.drainTimeout());
            close();
        }
        Uninterruptibly.await(ended);
    }

    /**
     * Stops listening, ends every connection and subscription at once, and gives back threads and
     * memory; a {@link #shutdown} that waits for clients waits no longer. Waits for listeners that
     * are being called, but for one that calls this.
     */
    @Override
    public void close() {
        drain.hurry();
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        node.settings().removeGate(addresses);
        node.settings().removeGate(tls);
        node.users().close();
        tokens.close();
        inProcess.refuseMore();
        List<Subscription> subscriptions = inProcess.open();
        upkeep.close();
        listeners.close();
        web.close();
        Drain.endAll(node.roster());
        loops.close();
        history.close();
        tls.close();
        rings.close();
        listeners.closeLoops();
        web.closeLoops();
        inProcess.close(subscriptions);
        for (LoopSessions sessions : node.roster().loops()) {
            sessions.close();
        }
        ended.countDown();
    }
}
