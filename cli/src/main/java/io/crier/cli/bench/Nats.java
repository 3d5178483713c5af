package io.crier.cli.bench;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text protocol of NATS, core publish/subscribe alone. */
record Nats() implements PublishWire {
    private static final byte[] PONG = bytes("PONG\r\n");

    @Override
    public String channel(int number) {
        return "ch." + number;
    }

    @Override
    public String pattern(int number) {
        return "no." + number + ".*.x";
    }

    @Override
    public int greet(ByteBuf out, @Nullable String user, @Nullable String password) {
        StringBuilder connect = new StringBuilder("CONNECT {\"verbose\":false,\"pedantic\":false");
        if (user != null) {
            connect.append(",\"user\":").append(Json.text(user));
        }
        if (password != null) {
            String key = user == null ? "auth_token" : "pass";
            connect.append(",\"").append(key).append("\":").append(Json.text(password));
        }
        out.writeBytes(bytes(connect.append("}\r\n").toString()));
        return 0;
    }

    @Override
    public int subscribe(ByteBuf out, List<String> channels, int first) {
        for (int i = 0; i < channels.size(); i++) {
            out.writeBytes(bytes("SUB " + channels.get(i) + " " + (first + i + 1) + "\r\n"));
        }
        return 0;
    }

    @Override
    public int subscribePatterns(ByteBuf out, List<String> patterns, int first) {
        return subscribe(out, patterns, first);
    }

    @Override
    public int settle(ByteBuf out) {
        out.writeBytes(bytes("PING\r\n"));
        return 1;
    }

    @Override
    public byte[] publishHead(String channel, int size) {
        return bytes("PUB " + channel + " " + size + "\r\n");
    }

    @Override
    public byte[] messageHead(String channel, int number, int size) {
        return bytes("MSG " + channel + " " + (number + 1) + " " + size + "\r\n");
    }

    @Override
    public boolean answersPublish() {
        return false;
    }

    @Override
    public int other(ByteBuffer in, int at, int end, Answers answers) {
        int next = Lines.next(in, at, end);
        if (next < 0) {
            return INCOMPLETE;
        }
        if (Lines.startsWith(in, at, end, "PONG")) {
            answers.confirmed();
        } else if (Lines.startsWith(in, at, end, "PING")) {
            answers.answer(PONG);
        } else if (Lines.startsWith(in, at, end, "-ERR")) {
            answers.refused(Lines.text(in, at + 1, next));
        } else if (Lines.startsWith(in, at, end, "MSG")) {
            return message(in, at, next, end, answers);
        } else if (!Lines.startsWith(in, at, end, "INFO")
                && !Lines.startsWith(in, at, end, "+OK")) {
            answers.unexpected(Lines.text(in, at, next));
        }
        return next;
    }

    /** One that should have come to nobody, or only to others; also one of which a part is here. */
    private static int message(ByteBuffer in, int at, int body, int end, Answers answers) {
        int size = body;
        while (in.get(size - 1) != ' ') {
            size--;
        }
        long length = Lines.number(in, size);
        if (length + 2 > end - body) {
            return INCOMPLETE;
        }
        answers.unexpected(Lines.text(in, at, body));
        return body + (int) length + 2;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
