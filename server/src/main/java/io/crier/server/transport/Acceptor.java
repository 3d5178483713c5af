package io.crier.server.transport;

import io.crier.server.command.Commands;
import io.crier.server.command.Conversation;
import io.crier.server.command.Node;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Peer;
import io.crier.server.session.Session;
import io.crier.server.settings.Settings;
import io.crier.server.telemetry.CloseReason;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a session of each accepted connection, on the loop that the connection got, or refuses it
 * with a word.
 */
final class Acceptor extends ChannelInitializer<Channel> {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    private static final String DENIED =
            "-DENIED Crier runs in protected mode: it has no password and takes "
                    + "connections from this machine only. To let others in, set a password (requirepass), or bind it to an "
                    + "address that only trusted machines reach and set 'protected-mode no'.\r\n";

    private final Node node;
    private final Commands commands;
    private final Map<EventLoop, LoopSessions> loops;
    private final AtomicLong open;
    private final String unixPath;

    /**
     * @param unixPath of the Unix socket that this accepts from; empty for TCP
     */
    Acceptor(
            Node node,
            Commands commands,
            Map<EventLoop, LoopSessions> loops,
            AtomicLong open,
            String unixPath) {
        this.node = node;
        this.commands = commands;
        this.loops = loops;
        this.open = open;
        this.unixPath = unixPath;
    }

    @Override
    public boolean isSharable() {
        return true;
    }

    @Override
    protected void initChannel(Channel channel) {
        Settings settings = node.settings().current();
        node.counters().connections.increment();
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        if (open.incrementAndGet() > settings.maxClients()) {
            refuse(channel, CloseReason.Kind.MAX_CLIENTS, "-ERR max number of clients reached\r\n");
            return;
        }
        if (settings.protectedMode() && !commands.passwordNeeded() && !local(channel)) {
            refuse(channel, CloseReason.Kind.PROTECTED_MODE, DENIED);
            return;
        }
        LoopSessions loop = loops.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("a connection on a loop that is not ours");
        }
        ChannelWire wire = wire(channel);
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
        Conversation conversation = commands.open(session);
        channel.pipeline().addLast(new Connection(conversation, wire, node.counters()));
    }

    private static ChannelWire wire(Channel channel) {
        boolean epoll =
                channel instanceof EpollSocketChannel
                        || channel instanceof EpollDomainSocketChannel;
        return epoll && ((UnixChannel) channel).fd() instanceof Socket socket
                ? new EpollWire(channel, socket)
                : new ChannelWire(channel);
    }

    private void refuse(Channel channel, CloseReason.Kind kind, String reply) {
        node.counters().connectionsRefused.increment();
        node.counters().closed(kind).increment();
        LOG.warn(
                "refused {}: {}",
                address(channel.remoteAddress()),
                CloseReason.of(kind).sentence());
        channel.writeAndFlush(Unpooled.copiedBuffer(reply, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
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
