package io.crier.cli.bench;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Crier's JSON in WebSocket frames (RFC 6455), for subscribers. */
record WebSocket() implements Wire {
    private static final int COMMAND_NAMES_MAX = 500;
    private static final int SHORT_MAX = 125;
    private static final int TWO_BYTES = 126;
    private static final int LENGTH_MAX = 0xFFFF;
    private static final int TEXT = 0x81;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;
    private static final int MASKED = 0x80;

    /** What a client has to mask with, and what costs nothing. */
    private static final byte[] MASK = new byte[4];

    private static final byte[] ANSWER_TO_PING = {(byte) PONG, (byte) MASKED, 0, 0, 0, 0};

    @Override
    public String channel(int number) {
        return "ch:" + number;
    }

    @Override
    public String pattern(int number) {
        return "no:" + number + ":*:x";
    }

    @Override
    public Stamp stamp() {
        return Stamp.TEXT;
    }

    @Override
    public boolean isOverHttp() {
        return true;
    }

    @Override
    public boolean knock(ByteBuf out, Target target) {
        InetSocketAddress address = Objects.requireNonNull(target.http());
        String host = Objects.requireNonNull(address.getAddress()).getHostAddress();
        StringBuilder request = new StringBuilder("GET /ws HTTP/1.1\r\n");
        request.append("Host: ").append(host.indexOf(':') < 0 ? host : "[" + host + "]");
        request.append(':').append(address.getPort()).append("\r\n");
        request.append("Connection: Upgrade\r\nUpgrade: websocket\r\n");
        request.append("Sec-WebSocket-Version: 13\r\n");
        request.append("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n");
        if (target.password() != null) {
            String user = target.user() == null ? "default" : target.user();
            byte[] credentials = bytes(user + ":" + target.password());
            request.append("Authorization: Basic ");
            request.append(Base64.getEncoder().encodeToString(credentials)).append("\r\n");
        }
        out.writeBytes(bytes(request.append("\r\n").toString()));
        return true;
    }

    @Override
    public int greet(ByteBuf out, @Nullable String user, @Nullable String password) {
        return 0;
    }

    @Override
    public int subscribe(ByteBuf out, List<String> channels, int first) {
        return subscribe(out, "SUBSCRIBE", channels);
    }

    @Override
    public int subscribePatterns(ByteBuf out, List<String> patterns, int first) {
        return subscribe(out, "PSUBSCRIBE", patterns);
    }

    /** Only the answer to what comes last is waited for: requests are answered in order. */
    private static int subscribe(ByteBuf out, String command, List<String> names) {
        for (int i = 0; i < names.size(); i += COMMAND_NAMES_MAX) {
            List<String> some = names.subList(i, Math.min(i + COMMAND_NAMES_MAX, names.size()));
            StringBuilder json = new StringBuilder("{\"id\":\"join\",\"command\":[\"");
            json.append(command).append('"');
            some.forEach(name -> json.append(",\"").append(name).append('"'));
            send(out, json.append("]}").toString());
        }
        return 0;
    }

    @Override
    public int settle(ByteBuf out) {
        send(out, "{\"id\":\"ready\",\"command\":[\"PING\"]}");
        return 1;
    }

    @Override
    public byte[] messageHead(String channel, int number, int size) {
        String json = "{\"push\":[\"message\",\"%s\",\"".formatted(channel);
        int length = json.length() + size + messageTail().length;
        byte[] head = head(length);
        byte[] all = new byte[head.length + json.length()];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(bytes(json), 0, all, head.length, json.length());
        return all;
    }

    @Override
    public byte[] messageTail() {
        return bytes("\"]}");
    }

    @Override
    public int other(ByteBuffer in, int at, int end, Answers answers) {
        if (in.get(at) == 'H') {
            return response(in, at, end, answers);
        }
        int body = at + 2 + lengthBytes(in, at, end);
        if (end < body || end - body < length(in, at)) {
            return INCOMPLETE;
        }
        int next = body + (int) length(in, at);
        switch (in.get(at) & 0xFF) {
            case TEXT -> text(Lines.text(in, body, next), answers);
            case PING -> answers.answer(ANSWER_TO_PING);
            default -> answers.unexpected("a frame of type %x".formatted(in.get(at)));
        }
        return next;
    }

    private static int response(ByteBuffer in, int at, int end, Answers answers) {
        int status = Lines.next(in, at, end);
        int line = status;
        while (line >= 0 && !Lines.startsWith(in, line, end, "\r\n")) {
            line = Lines.next(in, line, end);
        }
        if (line < 0) {
            return INCOMPLETE;
        }
        if (!Lines.startsWith(in, at, end, "HTTP/1.1 101 ")) {
            answers.refused(Lines.text(in, at, status));
            return end;
        }
        answers.admitted();
        return line + 2;
    }

    private static void text(String json, Answers answers) {
        if (json.startsWith("{\"push\"")) {
            answers.unexpected(json);
        } else if (json.contains("\"error\":")) {
            answers.refused(json);
        } else if (json.startsWith("{\"id\":\"ready\"")) {
            answers.confirmed();
        } else if (!json.startsWith("{\"id\":\"join\"")) {
            answers.unexpected(json);
        }
    }

    /** Of the length, after the two bytes that every frame begins with. */
    private static int lengthBytes(ByteBuffer in, int at, int end) {
        int code = end - at < 2 ? 0 : in.get(at + 1) & 0xFF;
        return code <= SHORT_MAX ? 0 : code == TWO_BYTES ? Short.BYTES : Long.BYTES;
    }

    private static long length(ByteBuffer in, int at) {
        int code = in.get(at + 1) & 0xFF;
        if (code <= SHORT_MAX) {
            return code;
        }
        return code == TWO_BYTES
                ? Short.toUnsignedInt(Short.reverseBytes(in.getShort(at + 2)))
                : Long.reverseBytes(in.getLong(at + 2));
    }

    private static void send(ByteBuf out, String json) {
        byte[] head = head(json.length());
        head[1] |= (byte) MASKED;
        out.writeBytes(head).writeBytes(MASK).writeBytes(bytes(json));
    }

    /** Of a frame of text. */
    private static byte[] head(int length) {
        if (length <= SHORT_MAX) {
            return new byte[] {(byte) TEXT, (byte) length};
        }
        if (length <= LENGTH_MAX) {
            return new byte[] {(byte) TEXT, TWO_BYTES, (byte) (length >> 8), (byte) length};
        }
        return ByteBuffer.allocate(2 + Long.BYTES)
                .put((byte) TEXT)
                .put((byte) (SHORT_MAX + 2))
                .putLong(length)
                .array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
