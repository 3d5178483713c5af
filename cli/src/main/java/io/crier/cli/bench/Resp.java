package io.crier.cli.bench;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Redis' protocol in its two dialects. */
record Resp(boolean three) implements PublishWire {
    private static final int PATTERNS_PER_REQUEST = 1_000;

    @Override
    public String channel(int number) {
        return "ch:" + number;
    }

    @Override
    public String pattern(int number) {
        return "no:" + number + ":*:x";
    }

    @Override
    public int greet(ByteBuf out, @Nullable String user, @Nullable String password) {
        if (three && password != null) {
            String name = user == null ? "default" : user;
            request(out, List.of("HELLO", "3", "AUTH", name, password));
        } else if (three) {
            request(out, List.of("HELLO", "3"));
        } else if (password != null) {
            request(
                    out,
                    user == null ? List.of("AUTH", password) : List.of("AUTH", user, password));
        } else {
            return 0;
        }
        return 1;
    }

    @Override
    public int subscribe(ByteBuf out, List<String> channels, int first) {
        request(out, "SUBSCRIBE", channels);
        return channels.size();
    }

    @Override
    public int subscribePatterns(ByteBuf out, List<String> patterns, int first) {
        for (int i = 0; i < patterns.size(); i += PATTERNS_PER_REQUEST) {
            int end = Math.min(i + PATTERNS_PER_REQUEST, patterns.size());
            request(out, "PSUBSCRIBE", patterns.subList(i, end));
        }
        return patterns.size();
    }

    @Override
    public int settle(ByteBuf out) {
        request(out, List.of("PING"));
        return 1;
    }

    @Override
    public byte[] publishHead(String channel, int size) {
        return bytes(
                "*3\r\n$7\r\nPUBLISH\r\n$%d\r\n%s\r\n$%d\r\n"
                        .formatted(channel.length(), channel, size));
    }

    @Override
    public byte[] messageHead(String channel, int number, int size) {
        return bytes(
                "%s3\r\n$7\r\nmessage\r\n$%d\r\n%s\r\n$%d\r\n"
                        .formatted(three ? ">" : "*", channel.length(), channel, size));
    }

    @Override
    public boolean answersPublish() {
        return true;
    }

    @Override
    public int other(ByteBuffer in, int at, int end, Answers answers) {
        int next = skip(in, at, end);
        if (next < 0) {
            return INCOMPLETE;
        }
        switch (in.get(at)) {
            case ':' -> answers.published(Lines.number(in, at + 1));
            case '-' -> answers.refused(Lines.text(in, at + 1, next));
            case '+', '%', '$' -> answers.confirmed();
            case '*', '>' -> push(in, at, next, answers);
            default -> answers.unexpected(Lines.text(in, at, next));
        }
        return next;
    }

    private static void push(ByteBuffer in, int at, int end, Answers answers) {
        int kind = Lines.next(in, Lines.next(in, at, end), end);
        if (Lines.startsWith(in, kind, end, "subscribe")
                || Lines.startsWith(in, kind, end, "psubscribe")
                || Lines.startsWith(in, kind, end, "pong")) {
            answers.confirmed();
        } else {
            answers.unexpected(Lines.text(in, at, end).replace("\r\n", " "));
        }
    }

    /** Where the frame that begins here ends, or {@link #INCOMPLETE}. */
    private static int skip(ByteBuffer in, int at, int end) {
        int next = at;
        for (long left = 1; left > 0; left--) {
            int line = next;
            next = Lines.next(in, line, end);
            if (next < 0) {
                return INCOMPLETE;
            }
            switch (in.get(line)) {
                case '*', '>', '~' -> left += Math.max(0, Lines.number(in, line + 1));
                case '%' -> left += 2 * Math.max(0, Lines.number(in, line + 1));
                case '$', '=' -> {
                    long length = Lines.number(in, line + 1);
                    if (length >= 0 && length + 2 > end - next) {
                        return INCOMPLETE;
                    }
                    next += length < 0 ? 0 : (int) length + 2;
                }
                default -> {}
            }
        }
        return next;
    }

    private static void request(ByteBuf out, String command, List<String> arguments) {
        List<String> words = new ArrayList<>(arguments);
        words.addFirst(command);
        request(out, words);
    }

    private static void request(ByteBuf out, List<String> words) {
        out.writeBytes(bytes("*" + words.size() + "\r\n"));
        for (String word : words) {
            byte[] text = bytes(word);
            out.writeBytes(bytes("$" + text.length + "\r\n"));
            out.writeBytes(text).writeBytes(bytes("\r\n"));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
