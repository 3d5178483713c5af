package io.crier.server.transport;

import io.crier.server.command.Commands;
import io.crier.server.command.Node;
import io.crier.server.session.LoopSessions;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.settings.TlsTable;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses that a server listens on. */
public final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final Loops loops;
    private final Node node;
    private final Commands commands;
    private final Map<EventLoop, LoopSessions> sessions = new HashMap<>();
    private final Map<EventLoop, Endings> endings = new HashMap<>();
    private final AtomicLong open;
    private final Port tcp;
    private final Port tls;
    private final List<Channel> unix = new ArrayList<>();
    private final long room = Descriptors.roomForConnections();

    /**
     * @param open counts the connections; shared with whoever shows it
     */
    public Listeners(Loops loops, Node node, Commands commands, Tls encryption, AtomicLong open) {
        this.loops = loops;
        this.node = node;
        this.commands = commands;
        this.open = open;
        for (NettyLoop loop : loops.nettyLoops()) {
            sessions.put(loop.eventLoop(), node.roster().loops().get(loop.index()));
            endings.put(loop.eventLoop(), new Endings(loop, node.counters()));
        }
        this.tcp = new Port(loops, acceptor(""));
        this.tls = new Port(loops, new TlsAcceptor(encryption, acceptor("")));
    }

    /**
     * Listens on every address of the settings.
     *
     * @throws IOException naming the address and what is wrong with it; nothing is listened on then
     */
    public synchronized void open(Settings settings) throws IOException {
        if (settings.maxClients() > room) {
            LOG.warn(
                    "takes {} clients at most, not maxclients {}: the system allows no more open"
                            + " files (see ulimit -n)",
                    room,
                    settings.maxClients());
        }
        try {
            openTcp(settings, settings.port());
            openTls(settings);
            Path socket = settings.unixSocket();
            if (socket != null) {
                unix.add(UnixListener.bind(loops, settings, socket, acceptor(socket.toString())));
            }
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    private void openTcp(Settings settings, int port) throws IOException {
        if (settings.listensOnTcp()) {
            open(tcp, settings, port);
        }
    }

    private void openTls(Settings settings) throws IOException {
        if (settings.tlsPort() != 0 && !settings.bind().isEmpty()) {
            open(tls, settings, settings.tlsPort());
        }
    }

    private static void open(Port port, Settings settings, int wanted) throws IOException {
        port.open(settings, settings.bind(), wanted);
        if (port.number() == 0) {
            throw new IOException(
                    "bind: none of the addresses " + settings.bind() + " exists on this machine");
        }
    }

    /**
     * Listens on other TCP addresses from now on, or stays with those it has; connections stay in
     * both cases. Waits for the system, so it must not be called on an event loop.
     *
     * @return why not, in Redis' words; null when it is done
     */
    public synchronized LiveSettings.@Nullable Refusal move(Settings before, Settings after) {
        boolean addresses = !before.bind().equals(after.bind());
        boolean moveTcp = addresses || before.port() != after.port();
        boolean moveTls = addresses || before.tlsPort() != after.tlsPort();
        int portBefore = tcp.number();
        try {
            if (moveTcp) {
                tcp.close();
                openTcp(after, after.port());
            }
            if (moveTls) {
                tls.close();
                openTls(after);
            }
            return null;
        } catch (IOException failed) {
            LOG.warn("stays where it listens: {}", failed.getMessage());
            back(before, moveTcp, portBefore, moveTls);
            return addresses && before.port() == after.port() && before.tlsPort() == after.tlsPort()
                    ? new LiveSettings.Refusal(
                            SettingTable.BIND, "Failed to bind to specified addresses.")
                    : new LiveSettings.Refusal(
                            before.port() != after.port() ? SettingTable.PORT : TlsTable.TLS_PORT,
                            "Unable to listen on this port. Check server logs.");
        }
    }

    private void back(Settings before, boolean movedTcp, int portBefore, boolean movedTls) {
        try {
            if (movedTcp) {
                tcp.close();
                openTcp(before, portBefore);
            }
            if (movedTls) {
                tls.close();
                openTls(before);
            }
        } catch (IOException failed) {
            LOG.error("does not listen any more: {}", failed.getMessage());
        }
    }

    private Acceptor acceptor(String unixPath) {
        return new Acceptor(admission(unixPath), commands);
    }

    /** Who may connect over TCP, for other protocols than RESP. */
    public Admission admission() {
        return admission("");
    }

    private Admission admission(String unixPath) {
        return new Admission(node, commands, sessions, endings, open, room, unixPath);
    }

    /** The TCP port listened on; the one that was free if 0 was asked for; 0 without TCP. */
    public synchronized int port() {
        return tcp.number();
    }

    /** The port of RESP over TLS; 0 without. */
    public synchronized int tlsPort() {
        return tls.number();
    }

    /** Stops listening; connections stay. */
    @Override
    public synchronized void close() {
        tcp.close();
        tls.close();
        for (Channel channel : unix) {
            channel.close().awaitUninterruptibly();
        }
        unix.clear();
    }

    /**
     * Says what is left to say of connections that ended; nothing may run on the loops any more.
     */
    public void closeLoops() {
        endings.values().forEach(Endings::close);
    }
}
