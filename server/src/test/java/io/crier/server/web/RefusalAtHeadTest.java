package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.testing.RespClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is refused by the head of a request learns it without sending the body. */
final class RefusalAtHeadTest {
    private static final String FRIEND = "https://chat.example";
    private static final String PASSWORD = "Authorization: Bearer secret";
    private static final String WRONG = "Authorization: Bearer guess";
    private static final String TEN_BYTES = "Content-Length: 10";
    private static final String CHUNKS = "Transfer-Encoding: chunked";
    private static final String EXPECT = "Expect: 100-continue";

    private final WebServer server =
            WebServer.start("--requirepass", "secret", "--http-allowed-origins", FRIEND);
    private final RespClient listener = server.resp();

    RefusalAtHeadTest() {
        listener.call("AUTH", "secret");
        listener.send("PSUBSCRIBE", "*").read();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void nothingWasPublished() {
        server.inside().publish("now", "first");
        assertThat(listener.readRaw()).endsWith("$3\r\nnow\r\n$5\r\nfirst\r\n");
    }

    private long wrongPasswords() {
        RespClient asker = server.resp();
        asker.call("AUTH", "secret");
        return asker.text("INFO", "stats")
                .lines()
                .filter(line -> line.startsWith("acl_access_denied_auth:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .sum();
    }

    /** What the head of a request alone is answered, however its body is announced. */
    private List<Answer> toHeads(String methodAndTarget, String... headers) {
        List<Answer> answers = new ArrayList<>();
        for (List<String> announced :
                List.of(
                        List.of(TEN_BYTES),
                        List.of(CHUNKS),
                        List.of(TEN_BYTES, EXPECT),
                        List.of(CHUNKS, EXPECT))) {
            List<String> all = new ArrayList<>(List.of(headers));
            all.addAll(announced);
            RawHttp client = server.http();
            client.raw(client.request(methodAndTarget, all.toArray(String[]::new)));
            Answer answer = client.read();
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(client.readToEnd()).isEmpty();
            answers.add(answer);
        }
        return answers;
    }

    @Test
    void withoutAPassword() {
        toHeads("POST /publish/x").forEach(answer -> answer.refuses(401));

        assertThat(wrongPasswords()).isZero();
        nothingWasPublished();
    }

    @Test
    void withAWrongPasswordWhichIsCountedOnce() {
        List<Answer> answers = toHeads("POST /publish/x", WRONG);

        answers.forEach(answer -> answer.refuses(401));
        assertThat(wrongPasswords()).isEqualTo(answers.size());
        nothingWasPublished();
    }

    @Test
    void aWrongPasswordWithTheWholeBodyIsCountedOnceToo() {
        server.post("/publish/x", "never", WRONG).refuses(401);
        server.call("GET /channels", WRONG).refuses(401);

        assertThat(wrongPasswords()).isEqualTo(2);
        nothingWasPublished();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: http://evil.example", "Host: evil.example"})
    void aForeignPageAlsoWithThePassword(String header) {
        for (Answer answer : toHeads("POST /publish/x", header, PASSWORD)) {
            answer.refuses(403);
            assertThat(answer.header("access-control-allow-origin")).isEmpty();
        }
        toHeads("POST /publish/x", header, WRONG).forEach(answer -> answer.refuses(403));

        assertThat(wrongPasswords()).isZero();
        nothingWasPublished();
    }

    @Test
    void aPageThatIsLetInMayReadWhy() {
        for (Answer answer : toHeads("POST /publish/x", "Origin: " + FRIEND)) {
            answer.refuses(401);
            assertThat(answer.header("access-control-allow-origin")).isEqualTo(FRIEND);
        }
    }

    @Test
    void whereNothingIsOrNothingIsTaken() {
        toHeads("POST /nope", PASSWORD).forEach(answer -> answer.refuses(404));
        for (Answer answer : toHeads("POST /channels", PASSWORD)) {
            answer.refuses(405);
            assertThat(answer.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
        }
    }

    @Test
    void aBodyBehindARefusalIsNoRequest() {
        String hidden = server.http().requestToPost("/publish/x", "never", PASSWORD);
        RawHttp client = server.http();

        client.rawMayBreak(client.requestToPost("/publish/x", hidden))
                .rawMayBreak(hidden)
                .read()
                .refuses(401);

        assertThat(client.readToEnd()).isEmpty();
        nothingWasPublished();
    }

    @Test
    void whoIsNotRefusedIsToldToGoOn() {
        RawHttp client = server.http();
        client.raw(client.request("POST /publish/x", "Content-Length: 1", EXPECT, PASSWORD));

        assertThat(client.readHead().status()).isEqualTo(100);
        client.raw("m").read().says("{\"receivers\":1}");
        assertThat(listener.readRaw()).endsWith("$1\r\nm\r\n");
    }

    @Test
    void theEndThatComesOfItIsCountedAsARefusalAndNotAsAMistakeInTheProtocol() {
        toHeads("POST /publish/x").forEach(answer -> answer.refuses(401));
        toHeads("POST /nope", PASSWORD).forEach(answer -> answer.refuses(404));

        server.awaitEnded("request-refused", 8, PASSWORD);
        assertThat(server.ended("protocol-error", PASSWORD)).isZero();
    }

    @Test
    void whatIsNoHttpIsAMistakeInTheProtocol() {
        RawHttp client = server.http();
        client.raw("GET / HTTP/1.1\r\nno header\r\n\r\n").read().refuses(400);

        server.awaitEnded("protocol-error", 1, PASSWORD);
        assertThat(server.ended("request-refused", PASSWORD)).isZero();
    }

    @Test
    void whatNeedsNoPasswordNeedsNoneWithABodyEither() {
        RawHttp client = server.http();
        client.raw(client.request("GET /healthz", "Content-Length: 1") + "x");

        client.read().says("{\"status\":\"ok\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /healthz", "OPTIONS /publish/x", "GET /ws"})
    void littleIsKeptOfABodyThatNobodyReads(String asked) {
        RawHttp declaring = server.http();
        declaring.raw(declaring.request(asked, "Content-Length: 16385"));
        declaring.read().refuses(413);

        RawHttp inChunks = server.http();
        inChunks.raw(inChunks.request(asked, CHUNKS) + "4001\r\n" + "x".repeat(0x4001));
        inChunks.read().refuses(413);
    }
}
