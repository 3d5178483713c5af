package io.crier.server.web;

import io.crier.fuzz.Expect;
import io.crier.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests in JSON: each is a command or an error, with an id that is JSON, and a command means the
 * same when it is written again in base64.
 */
public final class JsonRequestTarget {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JsonRequestTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        WebRequest read = WebRequestReader.read(input);
        Expect.that(read.id().length <= 1024, "an id of " + read.id().length + " bytes");
        JsonNode id = JSON.readTree(read.id());
        switch (read) {
            case WebRequest.Malformed(byte[] _, String error) -> {
                Expect.that(error.startsWith("ERR "), error);
                JsonNode shown = JSON.readTree(new JsonBytes().begin(0).text(error).copy());
                // Half of a surrogate pair has no bytes of its own.
                String sent =
                        new String(error.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
                Expect.same(sent, shown.stringValue(), "the error in JSON");
            }
            case WebRequest.Command(byte[] _, Request request) -> {
                WebRequest again = WebRequestReader.read(inBase64(read.id(), request));
                if (!(again instanceof WebRequest.Command(byte[] idAgain, Request copy))) {
                    throw new AssertionError("refused when written again: " + again);
                }
                Expect.same(words(request), words(copy), "the words of a command");
                Expect.same(id, JSON.readTree(idAgain), "its id");
            }
        }
    }

    private static byte[] inBase64(byte[] id, Request request) {
        JsonBytes json = new JsonBytes().begin(0).raw("{\"id\":").raw(id);
        json.raw(",\"encoding\":\"base64\",\"command\":[").string(request.bytes(0));
        for (int i = 1; i < request.count(); i++) {
            json.raw(",").base64(request.bytes(i), 0, request.length(i));
        }
        return json.raw("]}").copy();
    }

    private static List<String> words(Request request) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            words.add(request.text(i));
        }
        return words;
    }
}
