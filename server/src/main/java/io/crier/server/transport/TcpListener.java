package io.crier.server.transport;

import io.crier.server.settings.BindAddress;
import io.crier.server.settings.Settings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a TCP address is listened on, whatever is spoken there. */
public final class TcpListener {
    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);

    /**
     * What the system keeps of a connection that it cannot send yet. Without a bound it is up to 4
     * MB for each client that does not read, and a thousand of those use up what the system has for
     * all of TCP, so that everybody's segments are dropped.
     */
    private static final long UNSENT_BYTES_MAX = 128 * 1024;

    private static final String IN_USE = "Address already in use";

    private TcpListener() {}

    /**
     * Listens on an address; waits for the system.
     *
     * @param port 0 takes a free one
     * @return null if the address is optional and cannot be listened on
     * @throws IOException naming the address and what is wrong with it
     */
    public static @Nullable Channel bind(
            Loops loops, Settings settings, BindAddress wanted, int port, ChannelHandler accepted)
            throws IOException {
        InetAddress address = address(wanted);
        if (address == null) {
            return null;
        }
        ServerBootstrap bootstrap =
                bootstrap(loops, settings)
                        .channelFactory(() -> loops.carrier().listener(false))
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(accepted);
        boundUnsent(bootstrap, loops.carrier());
        ChannelFuture bound =
                bootstrap.bind(new InetSocketAddress(address, port)).awaitUninterruptibly();
        if (bound.isSuccess()) {
            return bound.channel();
        }
        String why = String.valueOf(bound.cause().getMessage());
        if (why.contains(IN_USE)) {
            why = IN_USE + Occupant.ofPort(port);
        }
        if (!wanted.optional()) {
            throw new IOException(
                    "cannot listen on " + wanted.host() + ":" + port + ": " + why, bound.cause());
        }
        LOG.debug("does not listen on {}:{}: {}", wanted.host(), port, why);
        return null;
    }

    /** The port of a channel that {@link #bind} answered. */
    public static int port(Channel bound) {
        return ((InetSocketAddress) bound.localAddress()).getPort();
    }

    private static @Nullable InetAddress address(BindAddress wanted) throws IOException {
        try {
            return switch (wanted.host()) {
                case "*" -> InetAddress.getByName("0.0.0.0");
                case "::*" -> InetAddress.getByName("::");
                default -> InetAddress.getByName(wanted.host());
            };
        } catch (UnknownHostException unknown) {
            if (wanted.optional()) {
                return null;
            }
            throw new IOException("bind: no such address: " + wanted.host(), unknown);
        }
    }

    /**
     * Each connection is read once, of up to 64 KB, before others and the loop's tasks have their
     * turn.
     */
    static ServerBootstrap bootstrap(Loops loops, Settings settings) {
        return new ServerBootstrap()
                .group(loops.group())
                .handler(new AcceptFailures())
                .option(ChannelOption.SO_BACKLOG, settings.tcpBacklog())
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(1))
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    /** The JDK's sockets have no such bound: theirs hold what the system lets them. */
    private static void boundUnsent(ServerBootstrap bootstrap, Carrier carrier) {
        switch (carrier) {
            case EPOLL ->
                    bootstrap.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES_MAX);
            case IO_URING ->
                    bootstrap.childOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES_MAX);
            case NIO -> {}
        }
    }
}
