package io.crier.server.transport;

import io.crier.server.settings.Transport;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import org.jspecify.annotations.Nullable;

/** What carries the bytes: one of the kernel's interfaces, by Netty. */
public enum Carrier {
    IO_URING("io_uring"),
    EPOLL("epoll"),
    NIO("nio");

    private final String word;

    Carrier(String word) {
        this.word = word;
    }

    /** The name in the settings and in INFO. */
    public String word() {
        return word;
    }

    ServerChannel listener(boolean unixSocket) {
        return switch (this) {
            case IO_URING ->
                    unixSocket
                            ? new IoUringServerDomainSocketChannel()
                            : new IoUringServerSocketChannel();
            case EPOLL ->
                    unixSocket
                            ? new EpollServerDomainSocketChannel()
                            : new EpollServerSocketChannel();
            case NIO ->
                    unixSocket ? new NioServerDomainSocketChannel() : new NioServerSocketChannel();
        };
    }

    IoHandlerFactory handlers() {
        return switch (this) {
            case IO_URING -> IoUringIoHandler.newFactory();
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    /** The descriptor of a connection's socket, -1 where it has none to show. */
    static int descriptor(Channel channel) {
        return channel instanceof UnixChannel unix ? unix.fd().intValue() : -1;
    }

    /**
     * The carrier that a setting asks for.
     *
     * @throws IllegalArgumentException if this machine does not have it
     */
    public static Carrier of(Transport wanted) {
        return switch (wanted) {
            case AUTO -> Epoll.isAvailable() ? EPOLL : NIO;
            case EPOLL -> available(EPOLL, Epoll.unavailabilityCause());
            case IO_URING -> available(IO_URING, IoUring.unavailabilityCause());
            case NIO -> NIO;
        };
    }

    private static Carrier available(Carrier carrier, @Nullable Throwable missing) {
        if (missing != null) {
            Throwable cause = missing.getCause() == null ? missing : missing.getCause();
            throw new IllegalArgumentException(
                    "transport: '"
                            + carrier.word
                            + "' is not available on this machine ("
                            + cause.getMessage()
                            + "); 'auto' takes what is there");
        }
        return carrier;
    }
}
