package io.crier.server.proof;

import io.crier.protocol.Reply;
import io.crier.protocol.RespReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A plain blocking socket that says what it is told, byte by byte, and reads whole replies. */
final class RawClient implements AutoCloseable {
    /** Nothing waits that long; a test that would hang fails instead. */
    private static final int READ_TIMEOUT_MILLIS = 60_000;

    private final Socket socket;
    private final OutputStream out;
    private final RespReader replies;

    RawClient(int port) {
        this(port, 0);
    }

    /**
     * @param receiveBytes of the socket's receive buffer; 0 for the system's choice
     */
    RawClient(int port, int receiveBytes) {
        try {
            socket = new Socket();
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            out = socket.getOutputStream();
            replies = new RespReader(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static byte[] request(String... words) {
        return request(
                Arrays.stream(words)
                        .map(word -> word.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new));
    }

    static byte[] request(byte[]... words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (byte[] word : words) {
            bytes.writeBytes(("$" + word.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(word);
            bytes.writeBytes(new byte[] {'\r', '\n'});
        }
        return bytes.toByteArray();
    }

    RawClient send(String... words) {
        return raw(request(words));
    }

    RawClient raw(String text) {
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient raw(byte[] bytes) {
        try {
            out.write(bytes);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Reply read() {
        try {
            return replies.read();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Reply call(String... words) {
        return send(words).read();
    }

    /** Publishes; answers how many it reached. */
    long publish(String channel, String message) {
        return call("PUBLISH", channel, message) instanceof Reply.Int(long reached) ? reached : -1;
    }

    RawClient resp3() {
        call("HELLO", "3");
        return this;
    }

    /** Reads replies until the server ends the connection; answers them. */
    List<Reply> readToEnd() {
        List<Reply> read = new ArrayList<>();
        try {
            while (true) {
                read.add(replies.read());
            }
        } catch (IOException end) {
            return read;
        }
    }

    /** Ends the sending direction alone. */
    void halfClose() {
        try {
            socket.shutdownOutput();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Ends with a reset: whatever is under way is lost. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
