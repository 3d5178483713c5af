package io.crier.server.web;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A client over a plain socket that sends exactly the bytes it is told and reads answers one by
 * one. Text is ISO 8859-1, one character per byte.
 */
final class RawHttp implements AutoCloseable {
    /** Longer than the server's own patience with a silent peer, which is a minute. */
    private static final int READ_TIMEOUT_MILLIS = 90_000;

    /** Of what came, in a failure. */
    private static final int SHOWN_MAX = 200;

    private static final int LINE_MAX = 4 << 20;

    private final int port;
    private final Socket socket;
    private final InputStream in;

    RawHttp(int port) {
        this(port, 0);
    }

    /**
     * @param receiveBytes of the socket's receive buffer; 0 for the system's choice
     */
    RawHttp(int port, int receiveBytes) {
        this.port = port;
        try {
            socket = new Socket();
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The address of this client as the server sees it. */
    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    RawHttp raw(String bytes) {
        return raw(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawHttp raw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Sends what the server may refuse before it has read all of it. */
    RawHttp rawMayBreak(String bytes) {
        try {
            return raw(bytes);
        } catch (UncheckedIOException refused) {
            return this;
        }
    }

    /** Every byte in a packet of its own. */
    RawHttp oneByOne(byte[] bytes) {
        for (byte b : bytes) {
            raw(new byte[] {b});
        }
        return this;
    }

    /**
     * A request without a body.
     *
     * @param headers whole lines; a Host is added where they have none
     */
    String request(String methodAndTarget, String... headers) {
        StringBuilder text = new StringBuilder(methodAndTarget).append(" HTTP/1.1\r\n");
        boolean host = false;
        for (String header : headers) {
            text.append(header).append("\r\n");
            host |= header.toLowerCase(Locale.ROOT).startsWith("host:");
        }
        if (!host) {
            text.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    /** A POST with its body. */
    String requestToPost(String target, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Content-Length: " + body.length());
        return request("POST " + target, all.toArray(String[]::new)) + body;
    }

    Answer call(String methodAndTarget, String... headers) {
        return raw(request(methodAndTarget, headers)).read();
    }

    Answer post(String target, String body, String... headers) {
        return rawMayBreak(requestToPost(target, body, headers)).read();
    }

    /** Reads one whole answer. */
    Answer read() {
        Answer head = readHead();
        try {
            InputStream body = body(head);
            String bytes = new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
            return new Answer(head.status(), head.headers(), bytes);
        } catch (IOException failed) {
            throw new UncheckedIOException("the body of " + head, failed);
        }
    }

    /** Reads an answer up to its body. */
    Answer readHead() {
        return head(in);
    }

    static Answer head(InputStream in) {
        String line = line(in);
        if (!line.matches("HTTP/1\\.1 \\d{3}( .*)?")) {
            throw new AssertionError("no status line: " + line);
        }
        Map<String, List<String>> headers = new HashMap<>();
        for (String next = line(in); !next.isEmpty(); next = line(in)) {
            int colon = next.indexOf(':');
            if (colon <= 0) {
                throw new AssertionError("no header: " + next);
            }
            headers.computeIfAbsent(
                            next.substring(0, colon).toLowerCase(Locale.ROOT),
                            _ -> new ArrayList<>())
                    .add(next.substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(line.substring(9, 12)), headers, "");
    }

    /** The bytes behind a head, as they come. */
    InputStream body(Answer head) throws IOException {
        return body(head, in);
    }

    static InputStream body(Answer head, InputStream in) throws IOException {
        if (head.status() < 200 || head.status() == 204 || head.status() == 304) {
            return InputStream.nullInputStream();
        }
        if (head.header("transfer-encoding").equalsIgnoreCase("chunked")) {
            return new Chunks(in);
        }
        String length = head.header("content-length");
        if (length.isEmpty()) {
            return in;
        }
        byte[] body = in.readNBytes(Integer.parseInt(length));
        if (body.length < Integer.parseInt(length)) {
            throw new EOFException("only " + body.length + " of " + length + " bytes");
        }
        return new ByteArrayInputStream(body);
    }

    /** What comes after an answer that changed the protocol. */
    InputStream rest() {
        return in;
    }

    /** One line without its end. */
    static String line(InputStream in) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            int next = in.read();
            while (next != '\n') {
                if (next < 0 || line.size() > LINE_MAX) {
                    throw new EOFException("only: " + beginning(line));
                }
                line.write(next);
                next = in.read();
            }
        } catch (SocketTimeoutException late) {
            throw new AssertionError("no whole line in time, only: " + beginning(line), late);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        String text = text(line);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static String beginning(ByteArrayOutputStream bytes) {
        String text = text(bytes);
        return text.substring(0, Math.min(SHOWN_MAX, text.length()));
    }

    /** Reads until the server ends the connection; answers what came before. */
    String readToEnd() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketTimeoutException late) {
            throw new AssertionError("not closed in time; what came: " + all.size(), late);
        } catch (IOException broken) {
            return text(all);
        }
        return text(all);
    }

    /** Says that nothing more will be sent; answers can still be read. */
    void endOfRequests() {
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
