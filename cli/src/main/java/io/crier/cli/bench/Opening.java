package io.crier.cli.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connects links to the server. */
final class Opening {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int UNSENT_MAX = 16 << 20;
    private static final int UNREAD_MAX = 64 << 10;

    /** A source address has no more ports to one server than about this. */
    private static final int CONNECTIONS_PER_SOURCE = 20_000;

    private static final int SOURCES_MAX = 200;

    private final Target target;
    private final Bootstrap bootstrap;
    private final boolean isLoopback;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private int opened;

    Opening(Target target, Intake intake, EventLoop loop) {
        this.target = target;
        isLoopback =
                target.address() instanceof InetSocketAddress inet
                        && inet.getAddress() instanceof Inet4Address host
                        && host.isLoopbackAddress();
        bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(kind(target.address()))
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, TIMEOUT_MILLIS)
                        .option(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(UNSENT_MAX / 2, UNSENT_MAX));
        if (target.tls() == null) {
            bootstrap.option(ChannelOption.RECVBUF_ALLOCATOR, intake);
        }
        if (isTcp()) {
            bootstrap.option(ChannelOption.TCP_NODELAY, true);
        }
        if (isLoopback && Epoll.isAvailable()) {
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
    }

    boolean isTcp() {
        return target.address() instanceof InetSocketAddress;
    }

    /**
     * Connects one.
     *
     * @param reads whether it will read all the time; of one that will not, the kernel takes
     *     little, so that what it does not read waits at the server
     * @param unreachable gets the reason when there is no connection
     */
    void open(Link link, boolean reads, Consumer<BenchException> unreachable) {
        Bootstrap own = bootstrap.clone().handler(initializer(link));
        if (!reads && isTcp()) {
            own.option(ChannelOption.SO_RCVBUF, UNREAD_MAX);
        }
        ChannelFuture connected = own.connect(address(link), source());
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                unreachable.accept(
                        new BenchException(
                                "cannot connect to %s: %s"
                                        .formatted(label(link), Reason.of(done.cause()))));
            }
        });
    }

    /** Closes all that are open; any thread may call it, and waits for it. */
    void close() {
        channels.close().awaitUninterruptibly();
    }

    private ChannelInitializer<Channel> initializer(Link link) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channels.add(channel);
                if (target.tls() != null) {
                    channel.pipeline().addLast(new SslHandler(target.tls().get()));
                }
                channel.pipeline().addLast(link);
            }
        };
    }

    private SocketAddress address(Link link) {
        if (link.isOverHttp()) {
            return Objects.requireNonNull(target.http());
        }
        return target.address() instanceof UnixDomainSocketAddress unix && Epoll.isAvailable()
                ? new DomainSocketAddress(unix.getPath().toString())
                : target.address();
    }

    private String label(Link link) {
        InetSocketAddress http = target.http();
        return link.isOverHttp() && http != null
                ? "http://%s:%d".formatted(http.getHostString(), http.getPort())
                : target.label();
    }

    private @Nullable SocketAddress source() {
        int source = opened++ / CONNECTIONS_PER_SOURCE % SOURCES_MAX;
        if (!isLoopback || source == 0) {
            return null;
        }
        try {
            byte[] host = {127, 0, 0, (byte) (1 + source)};
            return new InetSocketAddress(InetAddress.getByAddress(host), 0);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<? extends Channel> kind(SocketAddress address) {
        if (address instanceof InetSocketAddress) {
            return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
        }
        return Epoll.isAvailable() ? EpollDomainSocketChannel.class : NioDomainSocketChannel.class;
    }
}
