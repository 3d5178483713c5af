package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.crier.server.testing.RespClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document says what the server does, in both directions. */
final class OpenApiTest {
    private static final String METHODS = "get put post delete options head patch trace";
    private static final Pattern ADDED = Pattern.compile("\\badd\\(\\s*\"(/[^\"]*)\"");
    private static final JsonNode DOCUMENT = document();

    private final WebServer open = WebServer.start();
    private final WebServer guarded = WebServer.start("--requirepass", "secret");
    private final WebServer full = WebServer.start("--maxclients", "1");

    private final WebServer limited = WebServer.start("--publish-bytes-rate", "* 1/s 15");

    @AfterEach
    void close() {
        limited.close();
        open.close();
        guarded.close();
        full.close();
    }

    private static JsonNode document() {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("openapi.json")) {
            byte[] bytes = Objects.requireNonNull(in).readAllBytes();
            return Json.read(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * One method of one path.
     *
     * @param method in upper case
     */
    private record Operation(String path, String method, JsonNode description) {
        private List<JsonNode> parameters(String in) {
            List<JsonNode> found = new ArrayList<>();
            for (JsonNode reference : description.path("parameters")) {
                JsonNode parameter = Schema.resolved(DOCUMENT, reference);
                if (parameter.get("in").stringValue().equals(in)) {
                    found.add(parameter);
                }
            }
            return found;
        }

        /** With the examples of all parameters, or with broken ones. */
        private String target(boolean broken) {
            String target = path;
            for (JsonNode parameter : parameters("path")) {
                String name = "{" + parameter.get("name").stringValue() + "}";
                String value = broken ? "%zz" : parameter.get("example").stringValue();
                target = target.replace(name, value);
            }
            List<String> query = new ArrayList<>();
            for (JsonNode parameter : parameters("query")) {
                JsonNode example = parameter.get("example");
                JsonNode value = example.isArray() ? example.get(0) : example;
                String text = broken ? "%zz" : value.stringValue();
                query.add(parameter.get("name").stringValue() + "=" + text);
            }
            return query.isEmpty() ? target : target + "?" + String.join("&", query);
        }

        private boolean upgrades() {
            return description.get("responses").has("101");
        }

        private boolean streams() {
            return description.at("/responses/200/content").has("text/event-stream");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : DOCUMENT.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                operations.add(
                        new Operation(
                                path.getKey(),
                                method.getKey().toUpperCase(Locale.ROOT),
                                method.getValue()));
            }
        }
        return operations;
    }

    @Test
    void theServerServesTheDocument() {
        Answer answer = open.call("GET /openapi.json");

        answer.says(DOCUMENT.toString());
    }

    @Test
    void theDocumentIsWhole() {
        assertThat(DOCUMENT.get("openapi").stringValue()).startsWith("3.1.");
        Set<String> ids = new HashSet<>();
        for (Operation operation : operations()) {
            assertThat(METHODS).contains(operation.method().toLowerCase(Locale.ROOT));
            JsonNode id = operation.description().get("operationId");
            assertThat(ids.add(id.stringValue())).as("%s", id).isTrue();
            assertThat(operation.description().get("summary").stringValue()).isNotBlank();
            assertThat(operation.target(false)).doesNotContain("{");
        }
        resolveAll(DOCUMENT);
    }

    private static void resolveAll(JsonNode node) {
        assertThat(Schema.resolved(DOCUMENT, node)).isNotNull();
        node.forEach(OpenApiTest::resolveAll);
    }

    @Test
    void theExamplesOfTheDocumentAreAsItSays() {
        for (Operation operation : operations()) {
            for (JsonNode reference : operation.description().get("responses")) {
                JsonNode response = Schema.resolved(DOCUMENT, reference);
                for (JsonNode content : response.path("content")) {
                    if (content.has("example")) {
                        fits(content.get("schema"), content.get("example"));
                    }
                }
            }
        }
    }

    private static void fits(JsonNode schema, JsonNode value) {
        assertThat(Schema.problems(DOCUMENT, schema, value)).isEmpty();
    }

    /** Every response that the document lists can be had, and is as it says. */
    @TestFactory
    Stream<DynamicTest> everyResponseIsAsTheDocumentSays() {
        return operations().stream()
                .flatMap(operation ->
                        operation.description().get("responses").propertyNames().stream()
                                .map(status ->
                                        dynamicTest(
                                                operation + " " + status,
                                                () -> check(operation, status))));
    }

    private void check(Operation operation, String status) throws IOException {
        Answer answer = provoke(operation, status);
        JsonNode response =
                Schema.resolved(DOCUMENT, operation.description().get("responses").get(status));
        assertThat(Integer.toString(answer.status()))
                .as("%s", answer)
                .isEqualTo(status.equals("default") ? "431" : status);
        for (String header : response.path("headers").propertyNames()) {
            assertThat(answer.header(header)).as(header).isNotEmpty();
        }
        if (response.has("content")) {
            isContent(response.get("content"), answer);
        }
    }

    private static void isContent(JsonNode content, Answer answer) {
        String type = answer.header("content-type").split(";", -1)[0].strip();
        JsonNode described = content.has("*/*") ? content.get("*/*") : content.get(type);
        assertThat(described).as("a description of " + type).isNotNull();
        if (type.equals("application/json")) {
            fits(described.get("schema"), answer.json());
        } else {
            assertThat(type).isNotEmpty();
        }
    }

    private Answer provoke(Operation operation, String status) throws IOException {
        return switch (status) {
            case "101", "200" -> ask(open, operation, operation.target(false));
            case "400" -> operation.upgrades() ? withoutAKey(operation) : broken(operation);
            case "426" -> open.call("GET " + operation.path());
            case "401" ->
                    operation.upgrades()
                            ? ask(
                                    guarded,
                                    operation,
                                    operation.target(false),
                                    "Authorization: Bearer wrong")
                            : ask(guarded, operation, operation.target(false));
            case "403" ->
                    ask(open, operation, operation.target(false), "Origin: http://evil.example");
            case "404" ->
                    ask(open, operation, operation.target(false).replaceAll("\\w+\\.js", "none"));
            case "413" -> open.post(operation.target(false), "x".repeat((1 << 20) + 1));
            case "429" -> askTooOften(operation);
            case "503" -> askWhenFull(operation);
            case "default" ->
                    ask(open, operation, operation.target(false), "X: " + "y".repeat(70_000));
            default -> throw new AssertionError("no test knows how to provoke " + status);
        };
    }

    private Answer withoutAKey(Operation operation) {
        return open.call(
                "GET " + operation.path(),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13");
    }

    private Answer broken(Operation operation) throws IOException {
        return ask(open, operation, operation.target(true));
    }

    private Answer askWhenFull(Operation operation) throws IOException {
        try (RespClient only = RespClient.connect(full.port())) {
            only.call("PING");
            return ask(full, operation, operation.target(false));
        }
    }

    private Answer askTooOften(Operation operation) throws IOException {
        ask(limited, operation, operation.target(false));
        return ask(limited, operation, operation.target(false));
    }

    private static Answer ask(
            WebServer server, Operation operation, String target, String... headers)
            throws IOException {
        try (RawHttp client = new RawHttp(server.webPort())) {
            String line = operation.method() + " " + target;
            if (operation.upgrades()) {
                client.rawMayBreak(client.request(line, RawWebSocket.upgradeWith(headers)));
            } else if (operation.description().has("requestBody")) {
                client.rawMayBreak(client.requestToPost(target, "hello", headers));
            } else {
                client.rawMayBreak(client.request(line, headers));
            }
            Answer head = client.readHead();
            boolean endless = head.status() == 101 || (head.status() == 200 && operation.streams());
            InputStream body = endless ? InputStream.nullInputStream() : client.body(head);
            String text = new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
            return new Answer(head.status(), head.headers(), text);
        }
    }

    /** As the source adds them; what ends in a slash is the beginning of many. */
    @Test
    void everyPathOfTheServerIsInTheDocument() throws IOException {
        String source = "src/main/java/io/crier/server/web/";
        List<String> paths = new ArrayList<>();
        for (String file : List.of("Routes.java", "Assets.java")) {
            Matcher added = ADDED.matcher(Files.readString(Path.of(source + file)));
            while (added.find()) {
                paths.add(Objects.requireNonNull(added.group(1)));
            }
        }
        List<String> listed =
                DOCUMENT.get("paths").propertyNames().stream()
                        .map(path -> path.replaceAll("\\{\\w+}", ""))
                        .toList();

        assertThat(paths).containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void thePagesAndTheirFilesAreThere() throws IOException {
        Path assets = Path.of("src/main/resources/io/crier/server/web/assets");
        try (Stream<Path> files = Files.list(assets)) {
            for (Path file : files.filter(file -> !file.toString().endsWith(".html")).toList()) {
                Answer answer = open.call("GET /assets/" + file.getFileName());
                assertThat(answer.status()).as("%s", file).isEqualTo(200);
                assertThat(answer.body())
                        .isEqualTo(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** A method that the document does not list is one that the server does not have. */
    @TestFactory
    Stream<DynamicTest> noPathHasMoreMethodsThanTheDocumentSays() {
        return operations().stream()
                .map(operation ->
                        dynamicTest(
                                operation.toString(),
                                () -> {
                                    for (String method : List.of("PUT", "DELETE", "PATCH")) {
                                        Answer answer =
                                                open.call(method + " " + operation.target(false));
                                        answer.refuses(405);
                                        assertThat(answer.header("allow"))
                                                .contains(operation.method())
                                                .doesNotContain(method);
                                    }
                                }));
    }

    @Test
    void whatGoesOverAWebSocketIsAsTheDocumentSays() {
        RawWebSocket socket = open.webSocket();
        String[] requests = {
            Json.request("1", "CLIENT", "SETNAME", "alice"),
            Json.request("[2]", "SUBSCRIBE", "global"),
            Json.request("{}", "NOPE"),
            "{\"command\":[\"PUBSUB\",\"NUMSUB\",\"global\"]}",
            "{\"id\":1,\"encoding\":\"base64\",\"command\":[\"ECHO\",\"/w==\"]}",
        };
        for (String request : requests) {
            fits(schema("WebSocketRequest"), Json.read(request));
            JsonNode answer = socket.send(request).next();
            fits(schema(answer.has("error") ? "WebSocketError" : "WebSocketReply"), answer);
        }

        EventStream events = open.events("channel=global&pattern=glob*");
        open.post("/publish/global", "hello");
        open.post("/publish/global", "\u00ff");
        for (int i = 0; i < 2; i++) {
            fits(schema("Push"), socket.next());
            fits(schema("Push"), events.next());
            fits(schema("Push"), events.next());
        }
        socket.send(Json.request("1", "PUBLISH", "global", "with a name"));
        fits(schema("Push"), events.next());
    }

    private static JsonNode schema(String name) {
        return DOCUMENT.at("/components/schemas/" + name);
    }

    @Test
    void whoIsPresentIsListedAsTheDocumentSays() {
        try (WebServer server = WebServer.start("--presence", "global")) {
            RawWebSocket socket = server.webSocket();
            socket.reply("CLIENT", "SETNAME", "alice");
            socket.subscribe("global");

            Answer answer = server.call("GET /presence/global");

            answer.says(
                    "{\"channel\":\"global\",\"names\":[{\"name\":\"alice\",\"connections\":1}]}");
            fits(schema("Presence"), answer.json());
        }
    }
}
