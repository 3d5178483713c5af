package io.crier.server.web;

import io.crier.protocol.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Replies of RESP3 as JSON: maps become objects, arrays, sets and pushes arrays. */
final class ReplyJson {
    private ReplyJson() {}

    /** Whether every string in it is UTF-8, so that it needs no base64. */
    static boolean isText(Reply reply) {
        return switch (reply) {
            case Reply.Bulk bulk -> Utf8.valid(bulk.bytes());
            case Reply.Array(List<Reply> elements) -> elements.stream().allMatch(ReplyJson::isText);
            case Reply.Set(List<Reply> elements) -> elements.stream().allMatch(ReplyJson::isText);
            case Reply.Push(List<Reply> elements) -> elements.stream().allMatch(ReplyJson::isText);
            case Reply.Map(List<Reply.Entry> entries) ->
                    entries.stream()
                            .allMatch(entry -> isText(entry.key()) && isText(entry.value()));
            case Reply.Simple _,
                    Reply.Error _,
                    Reply.Int _,
                    Reply.Nil _,
                    Reply.Bool _,
                    Reply.Double _,
                    Reply.Verbatim _,
                    Reply.BigNumber _ ->
                    true;
        };
    }

    /**
     * @param text whether bulk strings are written as text, and not in base64
     */
    static void write(JsonBytes out, Reply reply, boolean text) {
        switch (reply) {
            case Reply.Simple(String line) -> out.string(bytes(line));
            case Reply.Error(String line) -> out.raw("{\"error\":").string(bytes(line)).raw("}");
            case Reply.Int(long value) -> out.number(value);
            case Reply.Nil _ -> out.raw("null");
            case Reply.Bool(boolean value) -> out.raw(value ? "true" : "false");
            case Reply.Double(double value) ->
                    out.raw(Double.isFinite(value) ? Double.toString(value) : "\"" + value + "\"");
            case Reply.Verbatim(String _, String content) -> out.text(content);
            case Reply.BigNumber(String digits) -> out.raw(digits);
            case Reply.Bulk bulk -> string(out, bulk.bytes(), text);
            case Reply.Array(List<Reply> elements) -> list(out, elements, text);
            case Reply.Set(List<Reply> elements) -> list(out, elements, text);
            case Reply.Push(List<Reply> elements) -> list(out, elements, text);
            case Reply.Map(List<Reply.Entry> entries) -> object(out, entries, text);
        }
    }

    /** Errors and simple strings: one character per byte. */
    static byte[] bytes(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        return Utf8.valid(bytes) ? bytes : line.getBytes(StandardCharsets.UTF_8);
    }

    private static void string(JsonBytes out, byte[] bytes, boolean text) {
        if (text) {
            out.string(bytes);
        } else {
            out.base64(bytes, 0, bytes.length);
        }
    }

    static void list(JsonBytes out, List<Reply> elements, boolean text) {
        out.raw("[");
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.raw(",");
            }
            write(out, elements.get(i), text);
        }
        out.raw("]");
    }

    private static void object(JsonBytes out, List<Reply.Entry> entries, boolean text) {
        out.raw("{");
        for (int i = 0; i < entries.size(); i++) {
            if (i > 0) {
                out.raw(",");
            }
            key(out, entries.get(i).key(), text);
            write(out.raw(":"), entries.get(i).value(), text);
        }
        out.raw("}");
    }

    private static void key(JsonBytes out, Reply key, boolean text) {
        switch (key) {
            case Reply.Bulk bulk -> string(out, bulk.bytes(), text);
            case Reply.Simple(String line) -> out.string(bytes(line));
            default -> out.text(String.valueOf(key));
        }
    }
}
