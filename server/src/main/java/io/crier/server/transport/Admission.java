package io.crier.server.transport;

import io.crier.server.command.Commands;
import io.crier.server.command.Node;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Peer;
import io.crier.server.session.Session;
import io.crier.server.settings.Settings;
import io.crier.server.telemetry.CloseReason;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may connect, and what a connection that may becomes: a session on the loop that it got. */
public final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final Node node;
    private final Commands commands;
    private final Map<EventLoop, LoopSessions> loops;
    private final Map<EventLoop, Endings> endings;
    private final AtomicLong open;
    private final long room;
    private final String unixPath;
    private final Seldom refusals;

    /**
     * @param open counts the connections of every kind
     * @param room for how many connections the process has descriptors
     * @param unixPath of the Unix socket that is accepted from; empty for TCP
     */
    Admission(
            Node node,
            Commands commands,
            Map<EventLoop, LoopSessions> loops,
            Map<EventLoop, Endings> endings,
            AtomicLong open,
            long room,
            String unixPath) {
        this.node = node;
        this.commands = commands;
        this.loops = loops;
        this.endings = endings;
        this.open = open;
        this.room = room;
        this.unixPath = unixPath;
        this.refusals = new Seldom(node.clock());
    }

    /**
     * Counts a connection that was just accepted, until it is closed.
     *
     * @return why it may not stay; null if it may
     */
    public CloseReason.@Nullable Kind refusal(Channel channel) {
        Settings settings = node.settings().current();
        node.counters().connections.increment();
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        CloseReason.Kind why = null;
        long connected = open.incrementAndGet();
        if (node.shutdown().underWay()) {
            why = CloseReason.Kind.SHUTDOWN;
        } else if (connected > Math.min(settings.maxClients(), room)) {
            why = CloseReason.Kind.MAX_CLIENTS;
        } else if (node.measurements().headroom().scarce()) {
            why = CloseReason.Kind.NO_MEMORY;
        } else if (settings.protectedMode() && !commands.passwordNeeded() && !local(channel)) {
            why = CloseReason.Kind.PROTECTED_MODE;
        }
        if (why != null) {
            node.counters().connectionsRefused.increment();
            node.counters().closed(why).increment();
            log(channel, why);
        }
        return why;
    }

    private void log(Channel channel, CloseReason.Kind why) {
        String peer = address(channel.remoteAddress());
        String sentence = CloseReason.of(why).sentence();
        long unsaid = refusals.turn();
        if (unsaid < 0) {
            LOG.debug("refused {}: {}", peer, sentence);
        } else {
            LOG.warn("refused {}: {}{}", peer, sentence, Seldom.andMore(unsaid));
        }
    }

    /** Whether there are more connections than descriptors for them, so that none may wait. */
    public boolean outOfRoom() {
        return open.get() > room;
    }

    /** The wire of a connection; its session is to be opened with it. */
    public ChannelWire wire(Channel channel) {
        Endings own = endings(channel);
        if (channel.pipeline().get(SslHandler.class) != null) {
            return new TlsWire(channel, own);
        }
        boolean epoll =
                channel instanceof EpollSocketChannel
                        || channel instanceof EpollDomainSocketChannel;
        return epoll && ((UnixChannel) channel).fd() instanceof Socket socket
                ? new EpollWire(channel, socket, own)
                : new ChannelWire(channel, own);
    }

    /** Where the end of a connection is noted. */
    Endings endings(Channel channel) {
        return ours(endings.get(channel.eventLoop()));
    }

    /** Opens the session of a connection, on its loop. */
    public Session session(Channel channel, ChannelWire wire) {
        LoopSessions loop = loop(channel);
        Settings settings = node.settings().current();
        Session session =
                new Session(
                        node.roster().nextId(),
                        loop,
                        wire,
                        peer(channel),
                        node.clock().epochMillis());
        session.limits(
                settings.outputBufferLimits().normal(), settings.outputBufferLimits().pubsub());
        wire.outbox(session.outbox());
        return session;
    }

    /**
     * The user whom a client's certificate names, where that is asked for and there is such a user;
     * null otherwise.
     */
    public @Nullable String certificateUser(Channel channel) {
        if (!node.settings().current().certificateNamesUser()) {
            return null;
        }
        String name = CommonName.of(channel.pipeline().get(SslHandler.class));
        return name != null && commands.letsIn(name) ? name : null;
    }

    /** The loop of a connection. */
    public LoopSessions loop(Channel channel) {
        return ours(loops.get(channel.eventLoop()));
    }

    private static <T> T ours(@Nullable T found) {
        if (found == null) {
            throw new IllegalStateException("a connection on a loop that is not ours");
        }
        return found;
    }

    Settings settings() {
        return node.settings().current();
    }

    private boolean local(Channel channel) {
        return !unixPath.isEmpty()
                || (channel.remoteAddress() instanceof InetSocketAddress address
                        && Objects.requireNonNull(address.getAddress()).isLoopbackAddress());
    }

    private Peer peer(Channel channel) {
        int descriptor = Carrier.descriptor(channel);
        return unixPath.isEmpty()
                ? new Peer(
                        address(channel.remoteAddress()),
                        address(channel.localAddress()),
                        descriptor,
                        false)
                : new Peer(unixPath + ":0", unixPath + ":0", descriptor, true);
    }

    private static String address(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return String.valueOf(address);
        }
        String host = Objects.requireNonNull(inet.getAddress()).getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
    }
}
