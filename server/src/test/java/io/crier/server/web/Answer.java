package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What an HTTP request was answered.
 *
 * @param headers by their names in lower case
 * @param body one character per byte
 */
record Answer(int status, Map<String, List<String>> headers, String body) {

    /** All values of a header, empty where there is none. */
    String header(String name) {
        return String.join(", ", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }

    String text() {
        return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    JsonNode json() {
        return Json.read(text());
    }

    /** Is a success that says exactly this. */
    void says(String json) {
        assertThat(status).as("%s", this).isEqualTo(200);
        assertThat(header("content-type")).startsWith("application/json");
        assertThat(json()).isEqualTo(Json.read(json));
    }

    /** Is a refusal with this status and an error as JSON. */
    Answer refuses(int expected) {
        return refuses(List.of(expected));
    }

    /** Is a refusal with one of these statuses and an error as JSON. */
    Answer refuses(List<Integer> expected) {
        assertThat(expected).as("%s", this).contains(status);
        assertThat(header("content-type")).as("%s", this).startsWith("application/json");
        JsonNode said = json();
        assertThat(said.propertyNames()).as("%s", this).containsExactly("error");
        assertThat(said.get("error").stringValue()).isNotBlank();
        return this;
    }
}
