package io.crier.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Sends through the kernel's ring, over real sockets. */
@EnabledIf(value = "allowed", disabledReason = "the kernel does not allow io_uring here")
final class RingTest {
    private final List<Socket> sockets = new ArrayList<>();
    private final List<java.net.Socket> peers = new ArrayList<>();
    private final ByteBuf bytes = Unpooled.directBuffer(4 << 20);
    private @Nullable Ring ring;

    static boolean allowed() {
        try (Ring probe = new Ring()) {
            return probe.usable();
        } catch (IOException | LinkageError notHere) {
            return false;
        }
    }

    @BeforeEach
    void open() throws IOException {
        ring = new Ring();
    }

    @AfterEach
    void close() throws IOException {
        ring().close();
        for (Socket socket : sockets) {
            socket.close();
        }
        for (java.net.Socket peer : peers) {
            peer.close();
        }
        bytes.release();
    }

    private Ring ring() {
        return java.util.Objects.requireNonNull(ring);
    }

    private void connect(int count) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, count, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < count; i++) {
                Socket socket = Socket.newSocketStream();
                socket.connect(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), listener.getLocalPort()));
                sockets.add(socket);
                peers.add(listener.accept());
                socket.finishConnect();
            }
        }
    }

    private int[] submit(int count) {
        int[] results = new int[Ring.ENTRIES];
        ring().submit(results);
        return java.util.Arrays.copyOf(results, count);
    }

    @Test
    void eachSocketGetsItsOwnBytesAgainAndAgain() throws IOException {
        int count = 30;
        connect(count);
        for (int i = 0; i < count; i++) {
            bytes.writeCharSequence("socket %02d".formatted(i), StandardCharsets.US_ASCII);
        }
        // More rounds than the ring has entries, so that it goes round.
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < count; i++) {
                ring().add(sockets.get(i).intValue(), bytes.memoryAddress() + i * 9L, 9);
            }
            assertThat(submit(count)).containsOnly(9);
        }
        for (int i = 0; i < count; i++) {
            InputStream in = peers.get(i).getInputStream();
            String all = new String(in.readNBytes(900), StandardCharsets.US_ASCII);
            assertThat(all).isEqualTo("socket %02d".formatted(i).repeat(100));
        }
    }

    @Test
    void aFullSocketTakesWhatItCanAndThenNothingAndTheOthersAll() throws IOException {
        connect(2);
        bytes.writeZero(4 << 20);
        ring().add(sockets.get(0).intValue(), bytes.memoryAddress(), 4 << 20);
        ring().add(sockets.get(1).intValue(), bytes.memoryAddress(), 100);
        int[] first = submit(2);

        assertThat(first[0]).isBetween(1, (4 << 20) - 1);
        assertThat(first[1]).isEqualTo(100);
        int[] next;
        do {
            ring().add(sockets.get(0).intValue(), bytes.memoryAddress(), 4 << 20);
            next = submit(1);
        } while (next[0] > 0);
        assertThat(next[0]).isNegative();
        assertThat(ring().usable()).isTrue();
    }

    @Test
    void aBrokenSocketIsAnErrorOfItsOwn() throws IOException {
        connect(2);
        sockets.get(0).shutdown(false, true);
        bytes.writeZero(10);
        ring().add(sockets.get(0).intValue(), bytes.memoryAddress(), 10);
        ring().add(sockets.get(1).intValue(), bytes.memoryAddress(), 10);

        int[] results = submit(2);

        assertThat(results[0]).isNegative();
        assertThat(results[1]).isEqualTo(10);
    }

    @Test
    void itTakesAsManyAsItHasEntries() throws IOException {
        connect(1);
        bytes.writeZero(1);
        for (int i = 0; i < Ring.ENTRIES; i++) {
            ring().add(sockets.get(0).intValue(), bytes.memoryAddress(), 1);
        }

        assertThat(submit(Ring.ENTRIES)).containsOnly(1);
        assertThat(peers.getFirst().getInputStream().readNBytes(Ring.ENTRIES))
                .hasSize(Ring.ENTRIES);
    }
}
