package io.crier.server.web;

import io.crier.server.command.Commands;
import io.crier.server.command.Node;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Session;
import io.crier.server.settings.Settings;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.telemetry.Counters;
import io.crier.server.transport.Admission;
import io.crier.server.transport.Loops;
import io.crier.server.transport.Port;
import io.crier.server.transport.Tls;
import io.crier.server.transport.TlsAcceptor;
import io.netty.channel.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's door for browsers: listens on {@code http-port} and {@code https-port} and answers
 * what comes there.
 */
public final class Web implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Web.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Node node;
    private final Commands commands;
    private final Admission admission;
    private final List<LoopWeb> webs = new ArrayList<>();
    private final Port http;
    private final Port https;
    private final MeteredChannels metered;
    private final Routes routes;
    private volatile boolean closed;

    public Web(Node node, Commands commands, Admission admission, Loops loops, Tls tls) {
        this.node = node;
        this.commands = commands;
        this.admission = admission;
        this.metered = new MeteredChannels(node.roster(), node.settings());
        this.routes = new Routes(this);
        WebAcceptor acceptor = new WebAcceptor(this);
        this.http = new Port(loops, acceptor);
        this.https = new Port(loops, new TlsAcceptor(tls, acceptor));
        for (LoopSessions sessions : node.roster().loops()) {
            webs.add(new LoopWeb(sessions));
        }
    }

    /**
     * Listens on the addresses of the settings. Where the port is the default, nobody asked for it
     * and it is taken, one line in the log says so and the server goes on without.
     *
     * @throws IOException naming the address and what is wrong with it; nothing is listened on then
     */
    public void open() throws IOException {
        Settings settings = node.settings().current();
        if (settings.httpPort() == 0 && settings.httpsPort() == 0) {
            return;
        }
        if (settings.httpPort() != 0) {
            openHttp(settings);
        }
        if (settings.httpsPort() != 0) {
            openHttps(settings);
        }
        metered.start();
        for (LoopSessions sessions : node.roster().loops()) {
            later(sessions);
        }
    }

    private void openHttp(Settings settings) throws IOException {
        try {
            http.open(settings, settings.httpBind(), settings.httpPort());
        } catch (IOException failed) {
            if (settings.httpPortWasSet()) {
                throw new IOException("http-port: " + failed.getMessage(), failed);
            }
            LOG.warn("goes on without HTTP: {} (see http-port)", failed.getMessage());
        }
    }

    private void openHttps(Settings settings) throws IOException {
        try {
            https.open(settings, settings.httpBind(), settings.httpsPort());
        } catch (IOException failed) {
            throw new IOException("https-port: " + failed.getMessage(), failed);
        }
    }

    private void later(LoopSessions sessions) {
        sessions.loop()
                .schedule(
                        () -> {
                            if (!closed) {
                                LoopWeb loop = webs.get(sessions.loop().index());
                                loop.look(nowMillis());
                                loop.watcher().rest(sessions, nowMillis());
                                later(sessions);
                            }
                        },
                        LOOK_EVERY);
    }

    /** The port listened on; 0 without HTTP. */
    public int port() {
        return http.number();
    }

    /** The port listened on with TLS; 0 without. */
    public int tlsPort() {
        return https.number();
    }

    Node node() {
        return node;
    }

    Commands commands() {
        return commands;
    }

    Admission admission() {
        return admission;
    }

    MeteredChannels metered() {
        return metered;
    }

    Routes routes() {
        return routes;
    }

    Settings settings() {
        return node.settings().current();
    }

    Counters counters() {
        return node.counters();
    }

    long nowMillis() {
        return node.clock().epochMillis();
    }

    LoopWeb on(Channel channel) {
        return webs.get(admission.loop(channel).loop().index());
    }

    /** Hands over what every loop says of itself; the asker's next request waits meanwhile. */
    void askLoops(Session asker, Consumer<List<LoopStats>> then) {
        long asked = node.clock().nanos();
        node.roster()
                .ask(
                        asker,
                        sessions -> look(sessions, (node.clock().nanos() - asked) / 1_000),
                        loops -> {
                            if (!asker.ended()) {
                                then.accept(loops);
                                asker.ready();
                            }
                        });
    }

    private LoopStats look(LoopSessions sessions, long lagMicros) {
        LoopWeb loop = webs.get(sessions.loop().index());
        return loop.watcher().look(sessions, loop, nowMillis(), lagMicros);
    }

    static CloseReason internalError(Session session, Throwable cause) {
        CloseReason reason = CloseReason.ofFailure(cause);
        if (reason.kind() == CloseReason.Kind.INTERNAL_ERROR) {
            LOG.error("internal error in the connection {}", session.peer().address(), cause);
        }
        return reason;
    }

    /** Stops listening; connections stay. */
    public synchronized void stopListening() {
        http.close();
        https.close();
    }

    /**
     * Tells those who stay connected, evenly over {@code spread}, that the server goes down.
     *
     * @return whether all have been told
     */
    public BooleanSupplier tellToComeBack(Duration spread) {
        AtomicInteger untold = new AtomicInteger(webs.size());
        node.roster()
                .onEach(sessions -> {
                    List<StayingConnection<?>> staying =
                            webs.get(sessions.loop().index()).staying();
                    untold.addAndGet(staying.size());
                    for (int i = 0; i < staying.size(); i++) {
                        StayingConnection<?> client = staying.get(i);
                        sessions.loop()
                                .schedule(
                                        () -> {
                                            client.leave();
                                            untold.decrementAndGet();
                                        },
                                        spread.multipliedBy(i).dividedBy(staying.size()));
                    }
                    untold.decrementAndGet();
                });
        return () -> untold.get() == 0;
    }

    /** Ends every connection when what was asked is answered, and what waits is sent. */
    public void finish() {
        node.roster().onEach(sessions -> webs.get(sessions.loop().index()).leave());
    }

    @Override
    public void close() {
        closed = true;
        metered.close();
        stopListening();
    }

    /** Gives back what the loops used; nothing may run on them any more. */
    public void closeLoops() {
        webs.forEach(LoopWeb::close);
    }
}
