package io.crier.server.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLEngine;

/** A client of TLS whose every byte is a packet. */
final class ByteWise {
    private final SSLEngine engine;
    private final Socket socket;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16);
    private final ByteBuffer plain = ByteBuffer.allocate(1 << 16);
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    ByteWise(SSLEngine engine, Socket socket) throws IOException {
        this.engine = engine;
        this.socket = socket;
        socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
        in.flip();
    }

    void handshake() throws IOException {
        engine.beginHandshake();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap();
                case NEED_TASK -> engine.getDelegatedTask().run();
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    void write(String text) throws IOException {
        wrap(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    String read(int bytes) throws IOException {
        while (read.size() < bytes) {
            unwrap();
        }
        return read.toString(StandardCharsets.US_ASCII).substring(0, bytes);
    }

    /** Reads on; answers whether the server says that nothing more will come, before it closes. */
    boolean hearsGoodbye() {
        try {
            while (!engine.isInboundDone()) {
                unwrap();
            }
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private void wrap(ByteBuffer text) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(1 << 16);
        engine.wrap(text, out);
        out.flip();
        OutputStream to = socket.getOutputStream();
        while (out.hasRemaining()) {
            to.write(out.get());
            to.flush();
        }
    }

    private void unwrap() throws IOException {
        plain.clear();
        switch (engine.unwrap(in, plain).getStatus()) {
            case BUFFER_UNDERFLOW -> {
                in.compact();
                InputStream from = socket.getInputStream();
                int next = from.read();
                if (next < 0) {
                    throw new IOException("closed");
                }
                in.put((byte) next);
                in.flip();
            }
            case OK, CLOSED -> {
                plain.flip();
                read.write(plain.array(), 0, plain.limit());
            }
            case BUFFER_OVERFLOW -> throw new IOException("a record is too large");
        }
    }
}
