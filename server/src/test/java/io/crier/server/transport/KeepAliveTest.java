package io.crier.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.crier.server.settings.BindAddress;
import io.crier.server.settings.Settings;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel says that it was told; that it does so is the kernel's. */
final class KeepAliveTest {
    private record Options(
            @Nullable Boolean on,
            @Nullable Integer idle,
            @Nullable Integer interval,
            @Nullable Integer probes,
            @Nullable Integer giveUpMillis) {
        /**
         * From the last sign of a peer to the end of its connection, when nothing is sent to it.
         */
        int secondsToTheEnd() {
            return Objects.requireNonNull(idle)
                    + Objects.requireNonNull(probes) * Objects.requireNonNull(interval);
        }

        static Options of(Channel channel, Carrier carrier) {
            var config = channel.config();
            Boolean on = config.getOption(ChannelOption.SO_KEEPALIVE);
            return switch (carrier) {
                case EPOLL ->
                        new Options(
                                on,
                                config.getOption(EpollChannelOption.TCP_KEEPIDLE),
                                config.getOption(EpollChannelOption.TCP_KEEPINTVL),
                                config.getOption(EpollChannelOption.TCP_KEEPCNT),
                                config.getOption(EpollChannelOption.TCP_USER_TIMEOUT));
                case IO_URING ->
                        new Options(
                                on,
                                config.getOption(IoUringChannelOption.TCP_KEEPIDLE),
                                config.getOption(IoUringChannelOption.TCP_KEEPINTVL),
                                config.getOption(IoUringChannelOption.TCP_KEEPCNT),
                                config.getOption(IoUringChannelOption.TCP_USER_TIMEOUT));
                case NIO ->
                        new Options(
                                on,
                                config.getOption(
                                        NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE)),
                                config.getOption(
                                        NioChannelOption.of(
                                                ExtendedSocketOptions.TCP_KEEPINTERVAL)),
                                config.getOption(
                                        NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT)),
                                null);
            };
        }
    }

    private static Options optionsOf(Carrier carrier, Duration silence) throws Exception {
        assumeThat(
                        switch (carrier) {
                            case EPOLL -> Epoll.unavailabilityCause();
                            case IO_URING -> IoUring.unavailabilityCause();
                            case NIO -> null;
                        })
                .as("%s is not available on this machine", carrier)
                .isNull();
        Loops loops = new Loops(carrier, 1);
        CompletableFuture<Options> seen = new CompletableFuture<>();
        ChannelInitializer<Channel> accepted =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        KeepAlive.apply(channel, silence);
                        seen.complete(Options.of(channel, carrier));
                    }
                };
        try {
            Channel bound =
                    Objects.requireNonNull(
                            TcpListener.bind(
                                    loops,
                                    Settings.defaults(),
                                    new BindAddress("127.0.0.1", false),
                                    0,
                                    accepted));
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), TcpListener.port(bound))) {
                return seen.get();
            } finally {
                bound.close().sync();
            }
        } finally {
            loops.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLastProbeIsUnansweredWhenTheTimeIsOver(Carrier carrier) throws Exception {
        Integer giveUp = carrier == Carrier.NIO ? null : 275_000;

        Options options = optionsOf(carrier, Duration.ofMinutes(5));

        assertThat(options).isEqualTo(new Options(true, 225, 25, 3, giveUp));
        assertThat(options.secondsToTheEnd()).isEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 11, 12, 13, 100, 32_767})
    void soItIsForEveryTimeFromTwoSeconds(int seconds) throws Exception {
        Options options = optionsOf(Carrier.NIO, Duration.ofSeconds(seconds));

        assertThat(options.secondsToTheEnd()).as("%s", options).isEqualTo(seconds);
    }

    @ParameterizedTest
    @EnumSource
    void oneSecondAndMoreThanTheKernelTakesAreTaken(Carrier carrier) throws Exception {
        assertThat(optionsOf(carrier, Duration.ofSeconds(1)).secondsToTheEnd()).isEqualTo(2);
        assertThat(optionsOf(carrier, Duration.ofSeconds(Integer.MAX_VALUE)).secondsToTheEnd())
                .isEqualTo(32_767);
    }

    @ParameterizedTest
    @EnumSource
    void zeroIsNever(Carrier carrier) throws Exception {
        Options options = optionsOf(carrier, Duration.ZERO);

        assertThat(options.on()).isFalse();
        assertThat(options.giveUpMillis()).isIn(0, null);
    }

    @Test
    void newConnectionsHaveWhatConfigSetSays() {
        try (TestServer server = TestServer.withLoops(1)) {
            RespClient first = server.client();
            first.call("CONFIG", "SET", "tcp-keepalive", "10000");
            RespClient second = server.client();
            second.call("PING");

            assertThat(secondsToProbe(server, first)).isBetween(1L, 300L);
            assertThat(secondsToProbe(server, second)).isBetween(7_000L, 7_501L);
        }
    }

    /** The timer of the server's side of a connection, as the kernel lists it when all is sent. */
    private static long secondsToProbe(TestServer server, RespClient client) {
        int clientPort = Integer.parseInt(client.address().replaceAll(".*:", ""));
        Pattern line =
                Pattern.compile(
                        ":%04X [0-9A-F]+:%04X 01 \\S+ 02:([0-9A-F]+) "
                                .formatted(server.port(), clientPort));
        String ticks =
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> keepAliveTimer(line), Objects::nonNull);
        return Long.parseLong(Objects.requireNonNull(ticks), 16) / 100;
    }

    private static @Nullable String keepAliveTimer(Pattern line) throws IOException {
        String connections =
                Files.readString(Path.of("/proc/net/tcp"))
                        + Files.readString(Path.of("/proc/net/tcp6"));
        Matcher timer = line.matcher(connections);
        return timer.find() ? timer.group(1) : null;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection timed out",
                "recvAddress(..) failed with error(-110): Connection timed out",
                "No route to host"
            })
    void whoAnswersNoMoreIsGone(String words) {
        assertThat(Broken.reason(new IOException(words)).sentence())
                .isEqualTo("the client does not answer any more: " + words);
    }

    @ParameterizedTest
    @CsvSource({"Connection reset by peer", "Broken pipe"})
    void whoEndsTheConnectionIsNot(String words) {
        assertThat(Broken.reason(new IOException(words)).kind())
                .isEqualTo(CloseReason.Kind.IO_ERROR);
    }
}
