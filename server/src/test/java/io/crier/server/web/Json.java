package io.crier.server.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as tests expect and receive it: compared by what it says, not by how it is written. */
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** Strict: one value and nothing behind it. */
    static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }

    /** A text as a JSON string. */
    static String quoted(String text) {
        return MAPPER.writeValueAsString(text);
    }

    /** A request of a WebSocket, with this JSON as its id. */
    static String request(String id, String... words) {
        return "{\"id\":" + id + ",\"command\":" + MAPPER.writeValueAsString(words) + "}";
    }

    /** Text, one character per byte, as base64. */
    static String base64(String bytes) {
        return Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
