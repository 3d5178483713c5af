package io.crier.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringSocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/**
 * How the kernel finds out that the peer of a TCP connection is gone: it probes one that is silent,
 * and gives up one whose peer acknowledges nothing of what it was sent. Redis lets it begin to
 * probe when Crier lets it end.
 */
public final class KeepAlive {
    private static final int PROBES_MAX = 3;

    /** A peer has this part of its time for the answer to each probe, and at least a second. */
    private static final int PARTS = 12;

    /** The kernel takes no more. */
    private static final long SECONDS_MAX = 32_767;

    private KeepAlive() {}

    /**
     * Has the kernel look after a connection; does nothing for a Unix socket, whose peer cannot be
     * gone unnoticed.
     *
     * @param silence after which a peer that answers nothing is gone, in whole seconds; one second
     *     is two for a peer to whom nothing is under way; zero for never
     */
    public static void apply(Channel channel, Duration silence) {
        if (!(channel instanceof SocketChannel) || silence.isZero()) {
            return;
        }
        int seconds = (int) Math.min(silence.toSeconds(), SECONDS_MAX);
        int interval = Math.max(1, seconds / PARTS);
        int probes = Math.clamp(seconds / interval - 1, 1, PROBES_MAX);
        int idle = Math.max(1, seconds - probes * interval);
        ChannelConfig config = channel.config();
        switch (channel) {
            case EpollSocketChannel _ -> {
                config.setOption(EpollChannelOption.TCP_KEEPIDLE, idle);
                config.setOption(EpollChannelOption.TCP_KEEPINTVL, interval);
                config.setOption(EpollChannelOption.TCP_KEEPCNT, probes);
            }
            case IoUringSocketChannel _ -> {
                config.setOption(IoUringChannelOption.TCP_KEEPIDLE, idle);
                config.setOption(IoUringChannelOption.TCP_KEEPINTVL, interval);
                config.setOption(IoUringChannelOption.TCP_KEEPCNT, probes);
            }
            case NioSocketChannel _ -> {
                set(config, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), idle);
                set(config, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), interval);
                set(config, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), probes);
            }
            default -> throw new IllegalArgumentException("no carrier's: " + channel);
        }
        config.setOption(ChannelOption.SO_KEEPALIVE, true);
        // The kernel counts from the first repetition, which comes less than an interval later.
        giveUp(channel, Duration.ofSeconds(Math.max(1, seconds - interval)));
    }

    private static void set(ChannelConfig config, ChannelOption<Integer> option, int value) {
        config.setOption(option, value);
    }

    /**
     * Has the kernel end a connection on which nothing of what was sent is acknowledged, or on
     * which the peer takes nothing, for so long. The JDK's sockets cannot be told; theirs end when
     * the kernel has sent often enough.
     */
    public static void giveUp(Channel channel, Duration unacknowledged) {
        int millis = (int) unacknowledged.toMillis();
        if (channel instanceof EpollSocketChannel) {
            channel.config().setOption(EpollChannelOption.TCP_USER_TIMEOUT, millis);
        } else if (channel instanceof IoUringSocketChannel) {
            channel.config().setOption(IoUringChannelOption.TCP_USER_TIMEOUT, millis);
        }
    }
}
