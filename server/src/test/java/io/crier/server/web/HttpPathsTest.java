package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.testing.RespClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is published and asked by plain HTTP. */
final class HttpPathsTest {
    private final WebServer server = WebServer.start();
    private final RespClient resp = server.resp();

    @AfterEach
    void close() {
        server.close();
    }

    private void subscribed(RespClient client, String... words) {
        client.send(words);
        for (int i = 1; i < words.length; i++) {
            client.read();
        }
    }

    @Test
    void aPostPublishesItsBody() {
        subscribed(resp, "SUBSCRIBE", "global");
        subscribed(server.resp(), "PSUBSCRIBE", "g*");

        server.post("/publish/global", "hello").says("{\"receivers\":2}");
        server.post("/publish/nobody", "hello").says("{\"receivers\":0}");
        server.post("/publish/global", "").says("{\"receivers\":2}");

        assertThat(resp.readRaw()).endsWith("$6\r\nglobal\r\n$5\r\nhello\r\n");
        assertThat(resp.readRaw()).endsWith("$6\r\nglobal\r\n$0\r\n\r\n");
    }

    @Test
    void theBodyMayBeAnyBytesOfAnyType() {
        subscribed(resp, "SUBSCRIBE", "x");
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            all.append(c);
        }

        server.post("/publish/x", all.toString(), "Content-Type: application/octet-stream");
        server.post("/publish/x", "{}", "Content-Type: application/json");
        server.post("/publish/x", "a=b", "Content-Type: application/x-www-form-urlencoded");

        assertThat(resp.readRaw()).endsWith("$256\r\n" + all + "\r\n");
        assertThat(resp.readRaw()).endsWith("$2\r\n{}\r\n");
        assertThat(resp.readRaw()).endsWith("$3\r\na=b\r\n");
    }

    @Test
    void theChannelIsPercentEncodedBytes() {
        String[][] channels = {
            {"%E2%82%AC", Frame.utf8("\u20ac")},
            {"%FF%00%0D%0A", "\u00ff\u0000\r\n"},
            {"a%2Fb", "a/b"},
            {"a%3Fb%23c%25", "a?b#c%"},
            {"a+b", "a+b"},
            {"a%20b", "a b"},
            {"%e2%82%ac-%41", Frame.utf8("\u20ac-A")},
        };
        for (String[] channel : channels) {
            RespClient listener = server.resp();
            listener.call("SUBSCRIBE", channel[1]);

            server.post("/publish/" + channel[0], "m").says("{\"receivers\":1}");

            assertThat(listener.readRaw()).contains("\r\n" + channel[1] + "\r\n");
        }
    }

    @Test
    void aBodyMayComeInChunksAndByteByByte() {
        subscribed(resp, "SUBSCRIBE", "x");
        RawHttp client = server.http();
        String chunked =
                client.request("POST /publish/x", "Transfer-Encoding: chunked")
                        + "3\r\none\r\n1;ext=1\r\n,\r\n3\r\ntwo\r\n0\r\nTrailer: x\r\n\r\n";

        client.raw(chunked).read().says("{\"receivers\":1}");
        client.oneByOne(chunked.getBytes(StandardCharsets.ISO_8859_1));
        client.read().says("{\"receivers\":1}");
        client.oneByOne(
                client.requestToPost("/publish/x", "three").getBytes(StandardCharsets.ISO_8859_1));
        client.read().says("{\"receivers\":1}");

        assertThat(resp.readRaw()).endsWith("\r\none,two\r\n");
        assertThat(resp.readRaw()).endsWith("\r\none,two\r\n");
        assertThat(resp.readRaw()).endsWith("\r\nthree\r\n");
    }

    @Test
    void whoAsksWhetherToSendABodyIsTold() {
        subscribed(resp, "SUBSCRIBE", "x");
        RawHttp client = server.http();

        client.raw(client.request("POST /publish/x", "Expect: 100-continue", "Content-Length: 5"));

        assertThat(client.read().status()).isEqualTo(100);
        client.raw("hello").read().says("{\"receivers\":1}");
        assertThat(resp.readRaw()).endsWith("hello\r\n");
    }

    @Test
    void requestsOnOneConnectionAreAnsweredInOrder() {
        subscribed(resp, "SUBSCRIBE", "x");
        RawHttp client = server.http();
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            requests.append(client.requestToPost("/publish/x", "m" + i));
            requests.append(client.request("GET /channels"));
            requests.append(client.request("GET /nope"));
        }

        client.raw(requests.toString());

        for (int i = 0; i < 200; i++) {
            client.read().says("{\"receivers\":1}");
            client.read().says("{\"channels\":[{\"channel\":\"x\",\"subscribers\":1}]}");
            client.read().refuses(404);
            assertThat(resp.readRaw()).endsWith("\r\nm" + i + "\r\n");
        }
    }

    @Test
    void whoStopsSendingStillGetsAllAnswers() {
        for (int i = 0; i < 50; i++) {
            RawHttp client = server.http();
            String one = client.request("GET /healthz");

            client.raw(one + one + one).endOfRequests();

            for (int answer = 0; answer < 3; answer++) {
                client.read().says("{\"status\":\"ok\"}");
            }
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void aConnectionEndsWhenItsClientWantsThat() {
        RawHttp client = server.http();

        client.call("GET /healthz", "Connection: close").says("{\"status\":\"ok\"}");

        assertThat(client.readToEnd()).isEmpty();
    }

    @Test
    void theChannelsAreListedWithTheirSubscribers() {
        server.call("GET /channels").says("{\"channels\":[]}");
        subscribed(resp, "SUBSCRIBE", "global", "red");
        subscribed(server.resp(), "SUBSCRIBE", "global");
        server.webSocket().subscribe("global");
        server.events("channel=gold");

        JsonNode all = server.call("GET /channels").json().get("channels");

        assertThat(all)
                .containsExactlyInAnyOrder(
                        Json.read("{\"channel\":\"global\",\"subscribers\":3}"),
                        Json.read("{\"channel\":\"red\",\"subscribers\":1}"),
                        Json.read("{\"channel\":\"gold\",\"subscribers\":1}"));
        server.call("GET /channels?pattern=r*")
                .says("{\"channels\":[{\"channel\":\"red\",\"subscribers\":1}]}");
        server.call("GET /channels?pattern=none*").says("{\"channels\":[]}");
        server.call("GET /channels?pattern=%zz").refuses(400);
    }

    @Test
    void aChannelThatIsNoTextKeepsTheListReadable() {
        subscribed(resp, "SUBSCRIBE", "\u00ff");

        JsonNode channels = server.call("GET /channels").json().get("channels");

        assertThat(channels.get(0).get("subscribers")).isEqualTo(Json.read("1"));
        assertThat(channels.get(0).get("channel").stringValue()).isEqualTo(Json.base64("\u00ff"));
        assertThat(channels.get(0).get("encoding").stringValue()).isEqualTo("base64");
    }

    @Test
    void probesAnswer() {
        server.call("GET /healthz").says("{\"status\":\"ok\"}");
        server.call("GET /readyz").says("{\"status\":\"ok\"}");
    }

    @Test
    void measurementsAreInTheFormOfPrometheus() {
        subscribed(resp, "SUBSCRIBE", "x");
        server.post("/publish/x", "hello");

        Answer answer = server.call("GET /metrics");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith("text/plain");
        assertThat(answer.text()).contains("# TYPE ").contains("# HELP ");
        assertThat(answer.text().lines())
                .allMatch(line ->
                        line.startsWith("#") || line.matches("[a-zA-Z_:][\\w:]*(\\{.*})? \\S+"));
    }

    @Test
    void thePagesAreThere() {
        for (String page : List.of("/", "/dashboard")) {
            Answer answer = server.call("GET " + page);

            assertThat(answer.status()).as(page).isEqualTo(200);
            assertThat(answer.header("content-type")).startsWith("text/html");
            assertThat(answer.text()).containsIgnoringCase("<!doctype html>");
        }
    }

    @Test
    void nothingIsServedFromOutsideOfTheAssets() {
        for (String path :
                List.of(
                        "/assets/",
                        "/assets/nope.js",
                        "/assets/../openapi.json",
                        "/assets/..%2Fopenapi.json",
                        "/assets/%2e%2e/openapi.json",
                        "/assets/..%5Copenapi.json",
                        "/assets//etc/passwd",
                        "/assets/%00")) {
            server.call("GET " + path).refuses(List.of(400, 404));
        }
    }

    @Test
    void whatWasAskedBeforeTheEndOfRequestsIsAnswered() {
        RawHttp client = server.http();
        String request = client.request("GET /healthz");

        client.raw(request + request + request).endOfRequests();

        for (int i = 0; i < 3; i++) {
            client.read().says("{\"status\":\"ok\"}");
        }
        assertThat(client.readToEnd()).isEmpty();
    }

    @Test
    void whoDoesNotReadHisAnswersIsNotAnsweredAnyFurther() {
        RawHttp client = new RawHttp(server.webPort(), 4096);
        RawHttp other = server.http();
        String request = client.request("GET /assets/lib/uplot/uPlot.esm.js");
        int asked = 100;

        client.raw(request.repeat(asked));
        other.call("GET /healthz").says("{\"status\":\"ok\"}");
        long sentBefore = bytesOut(other);
        int length = client.read().body().length();

        assertThat(sentBefore).isLessThan((long) asked * length / 2);
        for (int i = 1; i < asked; i++) {
            assertThat(client.read().body()).hasSize(length);
        }
        client.close();
    }

    private static long bytesOut(RawHttp client) {
        return client.call("GET /metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("crier_written_bytes_total"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }
}
