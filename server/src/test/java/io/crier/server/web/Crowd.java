package io.crier.server.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Many clients that one thread reads for: each sends one request, and then keeps all that it
 * receives until that has the last word in it.
 */
final class Crowd implements AutoCloseable {
    private static final int SILENCE_MILLIS_MAX = 30_000;
    private static final int READ_BYTES = 64 * 1024;

    private final String lastWord;
    private final Selector selector;
    private final List<Member> members = new ArrayList<>();
    private final List<SocketChannel> sockets = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    private int listening;

    Crowd(String lastWord) {
        this.lastWord = lastWord;
        try {
            selector = Selector.open();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** One client, and what it has received. */
    static final class Member {
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private String tail = "";
        private boolean done;

        /** All bytes since the connection was open. */
        InputStream received() {
            return new ByteArrayInputStream(received.toByteArray());
        }

        private void add(byte[] bytes, int length, String lastWord) {
            received.write(bytes, 0, length);
            String text = tail + new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            done = text.contains(lastWord);
            tail = text.substring(Math.max(0, text.length() - lastWord.length()));
        }
    }

    /**
     * Connects and sends; before anybody listens.
     *
     * @param opening what has to be answered by a head of HTTP first; empty for nothing
     * @param request what subscribes; both one character per byte
     */
    Member join(int port, String opening, String request) {
        try {
            SocketChannel socket =
                    SocketChannel.open(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            sockets.add(socket);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (!opening.isEmpty()) {
                write(socket, opening);
                Answer head = RawHttp.head(socket.socket().getInputStream());
                if (head.status() != 101) {
                    throw new AssertionError("not opened: " + head);
                }
            }
            write(socket, request);
            socket.configureBlocking(false);
            Member member = new Member();
            socket.register(selector, SelectionKey.OP_READ, member);
            members.add(member);
            return member;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void write(SocketChannel socket, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    /** Reads until everybody has the last word, has been closed, or nothing comes any more. */
    void listen() {
        listening = members.size();
        try {
            while (listening > 0 && selector.select(this::read, SILENCE_MILLIS_MAX) > 0) {}
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void read(SelectionKey key) {
        Member member = (Member) Objects.requireNonNull(key.attachment());
        buffer.clear();
        int count = readInto(key);
        if (count > 0) {
            member.add(buffer.array(), count, lastWord);
        }
        if (member.done || count < 0) {
            key.cancel();
            listening--;
        }
    }

    private int readInto(SelectionKey key) {
        try {
            return ((SocketChannel) key.channel()).read(buffer);
        } catch (IOException ended) {
            return -1;
        }
    }

    /** How many have the last word. */
    long done() {
        return members.stream().filter(member -> member.done).count();
    }

    @Override
    public void close() {
        try {
            for (SocketChannel socket : sockets) {
                socket.close();
            }
            selector.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
