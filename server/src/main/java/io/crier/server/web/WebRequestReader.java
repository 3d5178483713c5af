package io.crier.server.web;

import io.crier.protocol.Request;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code {"id": any, "command": ["SUBSCRIBE", "global"]}}. */
final class WebRequestReader {
    private static final byte[] NO_ID = "null".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_BYTES_MAX = 1024;
    private static final int DEPTH_MAX = 32;
    private static final int STRING_CHARACTERS_MAX = 1 << 29;

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEPTH_MAX)
                                                    .maxStringLength(STRING_CHARACTERS_MAX)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private WebRequestReader() {}

    static WebRequest read(byte[] utf8) {
        JsonNode node;
        try {
            node = JSON.readTree(utf8);
        } catch (JacksonException notJson) {
            return malformed(NO_ID, "the request is not JSON: " + notJson.getOriginalMessage());
        } catch (NumberFormatException tooLarge) {
            return malformed(NO_ID, "the request has a number that is out of range");
        }
        if (!node.isObject()) {
            return malformed(NO_ID, "a request is an object {\"id\": …, \"command\": [\"PING\"]}");
        }
        JsonNode idNode = node.get("id");
        byte[] id = idNode == null ? NO_ID : JSON.writeValueAsBytes(idNode);
        if (id.length > ID_BYTES_MAX) {
            return malformed(NO_ID, "id: at most " + ID_BYTES_MAX + " bytes of JSON are allowed");
        }
        for (String field : node.propertyNames()) {
            if (!field.equals("id") && !field.equals("command") && !field.equals("encoding")) {
                return malformed(id, "a request has id, command and encoding, but not " + field);
            }
        }
        return command(id, node);
    }

    private static WebRequest command(byte[] id, JsonNode node) {
        JsonNode words = node.get("command");
        if (words == null || !words.isArray() || words.isEmpty()) {
            return malformed(id, "command: must be a list of strings that begins with the command");
        }
        JsonNode encoding = node.get("encoding");
        boolean base64 = encoding != null;
        if (encoding != null && !(encoding.isString() && encoding.stringValue().equals("base64"))) {
            return malformed(id, "encoding: must be \"base64\" where there is one");
        }
        List<byte[]> arguments = new ArrayList<>(words.size());
        for (JsonNode word : words) {
            byte[] bytes = word(word, base64 && !arguments.isEmpty());
            if (bytes == null) {
                return malformed(
                        id,
                        "command: word "
                                + arguments.size()
                                + " must be "
                                + (base64 && !arguments.isEmpty()
                                        ? "a string in base64"
                                        : "a string or a whole number"));
            }
            arguments.add(bytes);
        }
        return new WebRequest.Command(id, Request.of(arguments.toArray(byte[][]::new)));
    }

    private static byte @Nullable [] word(JsonNode word, boolean base64) {
        if (word.isIntegralNumber() && !base64) {
            return word.asString().getBytes(StandardCharsets.US_ASCII);
        }
        if (!word.isString()) {
            return null;
        }
        try {
            return base64
                    ? Base64.getDecoder().decode(word.stringValue())
                    : utf8(word.stringValue());
        } catch (IllegalArgumentException | CharacterCodingException wrong) {
            return null;
        }
    }

    /** Half of a surrogate pair is no character, and would silently become another one. */
    private static byte[] utf8(String text) throws CharacterCodingException {
        ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private static WebRequest malformed(byte[] id, String why) {
        return new WebRequest.Malformed(id, "ERR " + why);
    }
}
