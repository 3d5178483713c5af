package io.crier.server.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client connection of a transcript. */
final class Conversation implements AutoCloseable {

    /** How long a frame may take before the replay fails; nothing waits that long otherwise. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final InetAddress LOOPBACK = loopback();

    private final Socket socket;
    private final int localPort;
    private final int serverPort;
    private final FrameReader frames = new FrameReader();
    private final byte[] chunk = new byte[64 * 1024];
    private boolean ended;
    private String lastInteger = "";
    private final List<String> ids = new ArrayList<>();

    Conversation(int port) throws IOException {
        socket = new Socket(LOOPBACK, port);
        localPort = socket.getLocalPort();
        serverPort = port;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
    }

    /** Writes all at once; what a server that has closed does not take is dropped. */
    void send(String bytes) {
        write(bytes.getBytes(StandardCharsets.ISO_8859_1), Integer.MAX_VALUE);
    }

    /** Writes every byte by itself. */
    void sendByteByByte(String bytes) {
        write(bytes.getBytes(StandardCharsets.ISO_8859_1), 1);
    }

    private void write(byte[] bytes, int step) {
        try {
            for (var from = 0; from < bytes.length && from >= 0; from += step) {
                socket.getOutputStream().write(bytes, from, Math.min(step, bytes.length - from));
            }
        } catch (IOException ignored) {
            // The server has closed; reading will say so.
        }
    }

    /** The next frame, or null when the server has closed; fails when nothing comes. */
    @Nullable Frame next() {
        while (true) {
            var frame = frames.next();
            if (frame != null) {
                if (frame.type() == ':') {
                    lastInteger = frame.text();
                }
                if (frame.type() == '$' && frame.text().matches("\\d+-\\d+")) {
                    ids.add(frame.text());
                }
                return frame;
            }
            if (ended || !receive()) {
                ended = true;
                return null;
            }
        }
    }

    private boolean receive() {
        try {
            var count = socket.getInputStream().read(chunk);
            if (count > 0) {
                frames.add(chunk, count);
            }
            return count >= 0;
        } catch (SocketTimeoutException nothing) {
            throw new AssertionError(
                    "nothing more came; unfinished: " + Escapes.show(frames.rest()), nothing);
        } catch (IOException reset) {
            return false;
        }
    }

    /** Bytes that came before the end and are no frame. */
    String rest() {
        return frames.rest();
    }

    /** The last integer answered on the top level, as text. */
    String lastInteger() {
        return lastInteger;
    }

    /** An id of a message that was answered on the top level: the first is 1, the last is empty. */
    String id(String number) {
        return number.isEmpty() ? ids.getLast() : ids.get(Integer.parseInt(number) - 1);
    }

    String localAddress() {
        return LOOPBACK.getHostAddress() + ":" + localPort;
    }

    String remoteAddress() {
        return LOOPBACK.getHostAddress() + ":" + serverPort;
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            ended = true;
        }
    }
}
