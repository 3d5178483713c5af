package io.crier.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.crier.server.telemetry.Counters;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Writing past the channel, straight to its descriptor. */
final class EpollWireTest {
    @Test
    void aConnectionThatIsGoneNeverWritesToTheOneThatGotItsDescriptor() throws Exception {
        assumeThat(Epoll.isAvailable()).as("epoll is not available on this machine").isTrue();
        var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        ByteBuf block = UnpooledByteBufAllocator.DEFAULT.directBuffer(16);
        block.writeCharSequence("for the first", StandardCharsets.US_ASCII);
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            EpollSocketChannel first = connect(group, server);
            int descriptor = first.fd().intValue();
            Endings endings = new Endings(new NettyLoop(0, first.eventLoop()), new Counters());
            EpollWire wire = new EpollWire(first, (Socket) first.fd(), endings);
            try (var firstPeer = server.accept()) {
                first.close().sync();
                EpollSocketChannel second = connect(group, server);
                assumeThat(second.fd().intValue())
                        .as("the descriptor is used again")
                        .isEqualTo(descriptor);
                try (var secondPeer = server.accept()) {
                    second.eventLoop()
                            .submit(() -> wire.write(block, 0, block.writerIndex()))
                            .sync();
                    second.writeAndFlush(Unpooled.copiedBuffer("!", StandardCharsets.US_ASCII))
                            .sync();

                    assertThat(secondPeer.getInputStream().read()).isEqualTo('!');
                    assertThat(firstPeer.isConnected()).isTrue();
                }
            }
        } finally {
            block.release();
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private static EpollSocketChannel connect(
            MultiThreadIoEventLoopGroup group, ServerSocket server) throws Exception {
        return (EpollSocketChannel)
                new Bootstrap()
                        .group(group)
                        .channel(EpollSocketChannel.class)
                        .handler(new ChannelInboundHandlerAdapter())
                        .connect(server.getLocalSocketAddress())
                        .sync()
                        .channel();
    }
}
