package io.crier.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.crier.server.settings.BindAddress;
import io.crier.server.settings.Settings;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whose bytes a loop reads next, when many wait. What waits is in the system's hands before the
 * loop may look: nobody's speed counts.
 */
final class ReadTurnsTest {
    private static final int READ_BYTES_MAX = 64 * 1024;
    private static final int FLOODERS = 3;
    private static final int FLOOD_BYTES = 500_000;

    /** Who was read from, and what of it. */
    private record Read(Object peer, int bytes) {}

    @Sharable
    private static final class Reads extends ChannelInboundHandlerAdapter {
        private final BlockingQueue<Read> done = new LinkedBlockingQueue<>();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            done.add(new Read(context.channel().remoteAddress(), bytes.readableBytes()));
            bytes.release();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoFloodsIsReadOnceAndThenTheOthersHaveTheirTurn(Carrier carrier) throws Exception {
        assumeThat(isThere(carrier)).as(carrier + " is not available on this machine").isTrue();
        Reads reads = new Reads();
        try (Loops loops = new Loops(carrier, 1)) {
            BindAddress loopback = new BindAddress("127.0.0.1", false);
            Channel listener =
                    Objects.requireNonNull(
                            TcpListener.bind(loops, Settings.defaults(), loopback, 0, reads));
            List<Socket> flooders = new ArrayList<>();
            for (int i = 0; i < FLOODERS; i++) {
                flooders.add(connect(listener, reads));
            }
            CountDownLatch go = new CountDownLatch(1);
            CountDownLatch stopped = new CountDownLatch(1);
            loops.all()
                    .getFirst()
                    .execute(() -> {
                        stopped.countDown();
                        await(go);
                    });
            stopped.await();
            for (Socket flooder : flooders) {
                flooder.getOutputStream().write(new byte[FLOOD_BYTES]);
            }
            go.countDown();

            List<Read> first = new ArrayList<>();
            for (int i = 0; i < FLOODERS; i++) {
                first.add(reads.done.take());
            }

            assertThat(first).allMatch(read -> read.bytes() <= READ_BYTES_MAX);
            assertThat(first)
                    .extracting(Read::peer)
                    .containsExactlyInAnyOrderElementsOf(
                            flooders.stream().map(Socket::getLocalSocketAddress).toList());
            for (Socket flooder : flooders) {
                flooder.close();
            }
            listener.close().sync();
        }
    }

    private static boolean isThere(Carrier carrier) {
        return switch (carrier) {
            case IO_URING -> IoUring.isAvailable();
            case EPOLL -> Epoll.isAvailable();
            case NIO -> true;
        };
    }

    /** A client that the loop knows: it waits for its bytes. */
    private static Socket connect(Channel listener, Reads reads) throws Exception {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), TcpListener.port(listener));
        client.getOutputStream().write(new byte[1]);
        assertThat(reads.done.take().peer()).isEqualTo(client.getLocalSocketAddress());
        return client;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
