package io.crier.server.testing;

import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.protocol.RespReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A client for tests: sends bytes or commands and reads replies one by one. Reading waits a
 * generous time and then fails with what has come of the reply. Text is ISO 8859-1, one character
 * per byte.
 */
public final class RespClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket;
    private final Recorded in;
    private final RespReader reader;

    private RespClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new Recorded(new BufferedInputStream(socket.getInputStream()));
        this.reader = new RespReader(in);
    }

    /** A client of the server on this port of the loopback address, speaking RESP2. */
    public static RespClient connect(int port) {
        try {
            return over(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException failed) {
            throw new UncheckedIOException("port " + port, failed);
        }
    }

    /** A client that speaks RESP2 on a socket that is connected, and closes it. */
    public static RespClient over(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return new RespClient(socket);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A client that speaks {@code dialect}. */
    public static RespClient connect(int port, Dialect dialect) {
        RespClient client = connect(port);
        if (dialect == Dialect.RESP3) {
            client.call("HELLO", "3");
        }
        return client;
    }

    /** Sends bytes as they are. */
    public RespClient sendRaw(String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException failed) {
            throw new UncheckedIOException("sending " + bytes, failed);
        }
        return this;
    }

    /** Sends a command without reading its reply. */
    public RespClient send(String... words) {
        return sendRaw(encoded(words));
    }

    /** A command as bytes on the wire. */
    public static String encoded(String... words) {
        StringBuilder text = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString();
    }

    /** Sends a command and reads one reply. */
    public Reply call(String... words) {
        return send(words).read();
    }

    /** Sends a command and reads one reply as the bytes that came. */
    public String callRaw(String... words) {
        return send(words).readRaw();
    }

    /**
     * Sends a command and reads a reply that is text: a bulk, a simple or a verbatim string, or an
     * error.
     */
    public String text(String... words) {
        return textOf(call(words));
    }

    /** The text of a bulk, simple or verbatim string, or of an error. */
    public static String textOf(Reply reply) {
        return switch (reply) {
            case Reply.Bulk bulk -> new String(bulk.bytes(), StandardCharsets.ISO_8859_1);
            case Reply.Simple simple -> simple.text();
            case Reply.Verbatim verbatim -> verbatim.text();
            case Reply.Error error -> error.text();
            case Reply other -> throw new AssertionError("no text: " + other);
        };
    }

    /** Sends a command and reads an integer. */
    public long number(String... words) {
        Reply reply = call(words);
        if (reply instanceof Reply.Int(long value)) {
            return value;
        }
        throw new AssertionError("no integer: " + reply);
    }

    /** Reads the next reply or push. */
    public Reply read() {
        in.begin();
        try {
            return reader.read();
        } catch (SocketTimeoutException late) {
            throw new AssertionError("no whole reply in time, only: " + in.text(), late);
        } catch (IOException broken) {
            throw new AssertionError(
                    "no whole reply, only: " + in.text() + " and then " + broken, broken);
        }
    }

    /** Reads the next reply or push, as the bytes that came. */
    public String readRaw() {
        read();
        return in.text();
    }

    /** Reads until the server closes the connection; answers what came before. */
    public String readToEnd() {
        in.begin();
        try {
            int last = in.read();
            while (last >= 0) {
                last = in.read();
            }
        } catch (SocketTimeoutException late) {
            throw new AssertionError("not closed in time; what came: " + in.text(), late);
        } catch (EOFException | SocketException closed) {
            return in.text();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return in.text();
    }

    /** Says that nothing more will be sent; replies can still be read. */
    public RespClient endOfRequests() {
        try {
            socket.shutdownOutput();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return this;
    }

    /** The address of this client as the server sees it. */
    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Keeps what is read since {@link #begin}. */
    private static final class Recorded extends FilterInputStream {
        private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

        Recorded(InputStream in) {
            super(in);
        }

        void begin() {
            seen.reset();
        }

        String text() {
            return seen.toString(StandardCharsets.ISO_8859_1);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            if (next >= 0) {
                seen.write(next);
            }
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            if (count > 0) {
                seen.write(target, offset, count);
            }
            return count;
        }
    }
}
