package io.crier.server.transport;

import io.crier.server.command.Commands;
import io.crier.server.command.Node;
import io.crier.server.session.LoopSessions;
import io.crier.server.settings.BindAddress;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
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
    private final AtomicLong open;
    private final List<Channel> tcp = new ArrayList<>();
    private final List<Channel> unix = new ArrayList<>();
    private final long room = Descriptors.roomForConnections();
    private int port;

    /**
     * @param open counts the connections; shared with whoever shows it
     */
    public Listeners(Loops loops, Node node, Commands commands, AtomicLong open) {
        this.loops = loops;
        this.node = node;
        this.commands = commands;
        this.open = open;
        for (NettyLoop loop : loops.nettyLoops()) {
            sessions.put(loop.eventLoop(), node.roster().loops().get(loop.index()));
        }
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
            openTcp(settings);
            Path socket = settings.unixSocket();
            if (socket != null) {
                unix.add(UnixListener.bind(loops, settings, socket, acceptor(socket.toString())));
            }
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    private void openTcp(Settings settings) throws IOException {
        if (!settings.listensOnTcp()) {
            return;
        }
        port = settings.port();
        for (BindAddress address : settings.bind()) {
            listen(settings, address);
        }
        if (tcp.isEmpty()) {
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
        if (before.port() == after.port() && before.bind().equals(after.bind())) {
            return null;
        }
        int portBefore = port;
        closeAll(tcp);
        try {
            openTcp(after);
            return null;
        } catch (IOException failed) {
            LOG.warn("stays where it listens: {}", failed.getMessage());
            closeAll(tcp);
            back(before, portBefore);
            return before.port() == after.port()
                    ? new LiveSettings.Refusal(
                            SettingTable.BIND, "Failed to bind to specified addresses.")
                    : new LiveSettings.Refusal(
                            SettingTable.PORT, "Unable to listen on this port. Check server logs.");
        }
    }

    private void back(Settings before, int portBefore) {
        try {
            openTcp(before.with(SettingTable.PORT, (long) portBefore));
        } catch (IOException failed) {
            LOG.error("listens on no TCP port any more: {}", failed.getMessage());
        }
    }

    private void listen(Settings settings, BindAddress wanted) throws IOException {
        Channel bound = TcpListener.bind(loops, settings, wanted, port, acceptor(""));
        if (bound != null) {
            tcp.add(bound);
            port = TcpListener.port(bound);
        }
    }

    private Acceptor acceptor(String unixPath) {
        return new Acceptor(
                new Admission(node, commands, sessions, open, room, unixPath), commands);
    }

    /** Who may connect over TCP, for other protocols than RESP. */
    public Admission admission() {
        return new Admission(node, commands, sessions, open, room, "");
    }

    /** The TCP port listened on; the one that was free if 0 was asked for; 0 without TCP. */
    public synchronized int port() {
        return tcp.isEmpty() ? 0 : port;
    }

    /** Stops listening; connections stay. */
    @Override
    public synchronized void close() {
        closeAll(tcp);
        closeAll(unix);
    }

    private static void closeAll(List<Channel> channels) {
        for (Channel channel : channels) {
            channel.close().awaitUninterruptibly();
        }
        channels.clear();
    }
}
