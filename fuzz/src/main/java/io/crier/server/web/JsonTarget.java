package io.crier.server.web;

import io.crier.fuzz.Expect;
import io.crier.protocol.Reply;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.message.Message;
import io.netty.buffer.Unpooled;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The writer of JSON: what it writes of replies and pushes means to another reader of JSON what it
 * was, in text exactly where all of it is UTF-8, else in base64. An input's parts between NULs are
 * the strings; the first byte of each says what it becomes.
 */
public final class JsonTarget {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int BYTES_MAX = 16 * 1024;

    private JsonTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > BYTES_MAX) {
            return;
        }
        List<byte[]> parts = parts(input);
        reply(new Parts(parts).next(3));
        push(parts);
    }

    private static void reply(Reply reply) {
        boolean text = ReplyJson.isText(reply);
        JsonBytes out = new JsonBytes().begin(0);
        ReplyJson.write(out, reply, text);
        means(reply, JSON.readTree(out.copy()), text);
    }

    private static void means(Reply reply, JsonNode json, boolean text) {
        switch (reply) {
            case Reply.Simple(String line) -> same(line, json.stringValue());
            case Reply.Error(String line) -> same(line, json.get("error").stringValue());
            case Reply.Int(long value) -> Expect.same(value, json.longValue(), "a number");
            case Reply.Nil _ -> Expect.that(json.isNull(), "null");
            case Reply.Bool(boolean value) -> Expect.same(value, json.booleanValue(), "a bool");
            case Reply.Double(double value) ->
                    Expect.same(
                            value,
                            json.isString()
                                    ? Double.parseDouble(json.stringValue())
                                    : json.doubleValue(),
                            "a double");
            case Reply.Verbatim(String _, String content) ->
                    Expect.same(content, json.stringValue(), "a verbatim string");
            case Reply.BigNumber(String digits) ->
                    Expect.same(digits, json.bigIntegerValue().toString(), "a big number");
            case Reply.Bulk bulk -> bytes(bulk.bytes(), json.stringValue(), text);
            case Reply.Array(List<Reply> elements) -> all(elements, json, text);
            case Reply.Set(List<Reply> elements) -> all(elements, json, text);
            case Reply.Push(List<Reply> elements) -> all(elements, json, text);
            case Reply.Map(List<Reply.Entry> entries) -> {
                List<String> names = List.copyOf(json.propertyNames());
                Expect.same(entries.size(), names.size(), "entries");
                for (int i = 0; i < names.size(); i++) {
                    bytes(((Reply.Bulk) entries.get(i).key()).bytes(), names.get(i), text);
                    means(entries.get(i).value(), json.get(names.get(i)), text);
                }
            }
        }
    }

    private static void all(List<Reply> elements, JsonNode json, boolean text) {
        Expect.same(elements.size(), json.size(), "elements");
        for (int i = 0; i < elements.size(); i++) {
            means(elements.get(i), json.get(i), text);
        }
    }

    /** Lines of replies hold one character per byte, or, where those are no UTF-8, characters. */
    private static void same(String line, String json) {
        String utf8 = utf8(line.getBytes(StandardCharsets.ISO_8859_1));
        Expect.same(utf8 == null ? line : utf8, json, "a line");
    }

    private static void bytes(byte[] bytes, String json, boolean text) {
        byte[] got =
                text ? json.getBytes(StandardCharsets.UTF_8) : Base64.getDecoder().decode(json);
        Expect.that(Arrays.equals(bytes, got), "a string: " + json);
    }

    /** Null for what is no UTF-8, as the JDK decides. */
    private static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException none) {
            return null;
        }
    }

    private static void push(List<byte[]> parts) {
        byte[] payload = parts.getFirst();
        byte[] channel = parts.size() > 1 ? parts.get(1) : payload;
        byte[] pattern = parts.size() > 2 ? parts.get(2) : null;
        JsonBytes out = new JsonBytes().begin(0);
        new PushJson()
                .write(
                        out,
                        pattern == null ? null : Bytes.own(pattern),
                        new Message(
                                Kind.CHANNEL,
                                Bytes.own(channel),
                                Unpooled.wrappedBuffer(payload),
                                0,
                                payload.length,
                                0,
                                payload.length));
        JsonNode json = JSON.readTree(out.copy());
        boolean text =
                utf8(payload) != null
                        && utf8(channel) != null
                        && (pattern == null || utf8(pattern) != null);
        Expect.same(text, json.get("encoding") == null, "text without an encoding");
        JsonNode push = json.get("push");
        int at = 1;
        if (pattern != null) {
            bytes(pattern, push.get(at++).stringValue(), text);
        }
        bytes(channel, push.get(at++).stringValue(), text);
        bytes(payload, push.get(at).stringValue(), text);
    }

    private static List<byte[]> parts(byte[] input) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int at = 0; at <= input.length; at++) {
            if (at == input.length || input[at] == 0) {
                parts.add(Arrays.copyOfRange(input, start, at));
                start = at + 1;
            }
        }
        return parts;
    }

    /** Replies out of parts, one after another. */
    private static final class Parts {
        private final List<byte[]> parts;
        private int at;

        Parts(List<byte[]> parts) {
            this.parts = parts;
        }

        Reply next(int depth) {
            if (at == parts.size() || parts.get(at).length == 0) {
                at++;
                return Reply.Nil.PLAIN;
            }
            byte[] part = parts.get(at++);
            byte[] rest = Arrays.copyOfRange(part, 1, part.length);
            String line = new String(rest, StandardCharsets.ISO_8859_1);
            long number = Arrays.hashCode(rest) * 0x9E3779B97F4A7C15L;
            return switch (part[0]) {
                case '+' -> new Reply.Simple(line);
                case '-' -> new Reply.Error(line);
                case ':' -> new Reply.Int(number);
                case ',' -> new Reply.Double(Double.longBitsToDouble(number));
                case '#' -> new Reply.Bool(number > 0);
                case '(' -> new Reply.BigNumber(BigInteger.valueOf(number).shiftLeft(9).toString());
                case '=' -> new Reply.Verbatim("txt", line);
                case '*' -> new Reply.Array(list(depth));
                case '~' -> new Reply.Set(list(depth));
                case '>' -> new Reply.Push(list(depth));
                case '%' -> new Reply.Map(entries(depth));
                default -> new Reply.Bulk(part);
            };
        }

        private List<Reply> list(int depth) {
            List<Reply> list = new ArrayList<>();
            while (depth > 0 && at < parts.size() && list.size() < 3) {
                list.add(next(depth - 1));
            }
            return list;
        }

        private List<Reply.Entry> entries(int depth) {
            List<Reply.Entry> entries = new ArrayList<>();
            List<Reply> seen = new ArrayList<>();
            while (depth > 0 && at < parts.size() && entries.size() < 3) {
                Reply key = new Reply.Bulk(parts.get(at++));
                if (!seen.contains(key)) {
                    seen.add(key);
                    entries.add(new Reply.Entry(key, next(depth - 1)));
                }
            }
            return entries;
        }
    }
}
