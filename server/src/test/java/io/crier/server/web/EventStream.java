package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Server-sent events, read line by line. */
final class EventStream {
    private final RawHttp client;
    private final Answer head;
    private final InputStream body;

    private EventStream(RawHttp client, Answer head, InputStream body) {
        this.client = client;
        this.head = head;
        this.body = body;
    }

    /** Subscribes, and has read up to the first empty line, after which it is subscribed. */
    static EventStream open(RawHttp client, String query, String... headers) {
        client.raw(client.request("GET /subscribe?" + query, headers));
        Answer head = client.readHead();
        try {
            EventStream stream = new EventStream(client, head, client.body(head));
            assertThat(head.status()).as("%s", head).isEqualTo(200);
            assertThat(stream.line()).isEqualTo("retry: 2000");
            String line = stream.line();
            while (!line.isEmpty()) {
                assertThat(line).startsWith(":");
                line = stream.line();
            }
            return stream;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Answer head() {
        return head;
    }

    RawHttp client() {
        return client;
    }

    /** The next line, whatever it is. */
    String line() {
        String bytes = RawHttp.line(body);
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The next event, which is one line of data; passes over comments. */
    JsonNode next() {
        String line = line();
        while (line.isEmpty() || line.startsWith(":")) {
            line = line();
        }
        assertThat(line).startsWith("data: ");
        assertThat(line()).isEmpty();
        return Json.read(line.substring("data: ".length()));
    }

    void expect(String json) {
        assertThat(next()).isEqualTo(Json.read(json));
    }

    /** Passes over events up to the next comment. */
    String comment() {
        String line = line();
        while (!line.startsWith(":")) {
            line = line();
        }
        return line;
    }
}
