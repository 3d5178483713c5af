package io.crier.server.web;

import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.message.Message;
import io.crier.server.threading.OnLoop;
import org.jspecify.annotations.Nullable;

/**
 * A push as JSON: {@code {"push":["message","global","hello"],"from":"alice"}}. When anything in it
 * is not UTF-8, every string of the push but the first is base64, and {@code "encoding"} says so.
 */
@OnLoop
final class PushJson {
    private byte[] payload = new byte[512];

    void write(JsonBytes out, @Nullable Bytes pattern, Message message) {
        int length = message.payloadLength();
        if (payload.length < length || payload.length > 2 * (length + (64 << 10))) {
            payload = new byte[Math.max(512, length)];
        }
        message.block().getBytes(message.payload(), payload, 0, length);
        boolean text =
                Utf8.valid(payload, 0, length)
                        && Utf8.valid(message.channel().array())
                        && (pattern == null || Utf8.valid(pattern.array()));
        out.raw("{\"push\":[").raw(kind(pattern, message));
        if (pattern != null) {
            value(out.raw(","), pattern.array(), pattern.length(), text);
        }
        value(out.raw(","), message.channel().array(), message.channel().length(), text);
        value(out.raw(","), payload, length, text).raw("]");
        if (!text) {
            out.raw(",\"encoding\":\"base64\"");
        }
        Bytes from = message.from();
        if (from != null) {
            out.raw(",\"from\":").string(from.array());
        }
        out.raw("}");
    }

    private static String kind(@Nullable Bytes pattern, Message message) {
        if (pattern != null) {
            return "\"pmessage\"";
        }
        return message.kind() == Kind.SHARD ? "\"smessage\"" : "\"message\"";
    }

    private static JsonBytes value(JsonBytes out, byte[] bytes, int length, boolean text) {
        return text ? out.string(bytes, 0, length) : out.base64(bytes, 0, length);
    }
}
