package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.testing.RespClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Server-sent events as an EventSource reads them. */
final class EventStreamTest {
    private final WebServer server = WebServer.start();
    private final RespClient resp = server.resp();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theHeadSaysWhatItIs() {
        Answer head = server.events("channel=global").head();

        assertThat(head.header("content-type")).startsWith("text/event-stream");
        assertThat(head.header("cache-control")).containsAnyOf("no-store", "no-cache");
        assertThat(head.header("content-length")).isEmpty();
    }

    @Test
    void whoHasReadTheBeginningIsSubscribed() {
        for (int i = 0; i < 50; i++) {
            EventStream events = server.events("channel=global");

            assertThat(resp.number("PUBLISH", "global", "m" + i)).isEqualTo(i + 1);

            events.expect("{\"push\":[\"message\",\"global\",\"m" + i + "\"]}");
        }
    }

    @Test
    void oneStreamMayHaveManyChannelsAndPatterns() {
        EventStream events = server.events("channel=red&channel=blue&pattern=re*&pattern=b%3Fue");
        resp.call("CLIENT", "SETNAME", "alice");

        assertThat(resp.number("PUBLISH", "red", "1")).isEqualTo(2);
        assertThat(resp.number("PUBLISH", "blue", "2")).isEqualTo(2);
        assertThat(resp.number("PUBLISH", "green", "3")).isZero();
        assertThat(resp.number("PUBLISH", "rest", "4")).isEqualTo(1);

        events.expect("{\"push\":[\"message\",\"red\",\"1\"],\"from\":\"alice\"}");
        events.expect("{\"push\":[\"pmessage\",\"re*\",\"red\",\"1\"],\"from\":\"alice\"}");
        events.expect("{\"push\":[\"message\",\"blue\",\"2\"],\"from\":\"alice\"}");
        events.expect("{\"push\":[\"pmessage\",\"b?ue\",\"blue\",\"2\"],\"from\":\"alice\"}");
        events.expect("{\"push\":[\"pmessage\",\"re*\",\"rest\",\"4\"],\"from\":\"alice\"}");
    }

    @Test
    void aPatternAloneWillDo() {
        EventStream events = server.events("pattern=*");

        resp.call("PUBLISH", "any", "1");

        events.expect("{\"push\":[\"pmessage\",\"*\",\"any\",\"1\"]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "line\nfeed",
                "\r\n\r\ndata: forged\r\n\r\n",
                "\revent: forged\r",
                "\n\nid: 7\n\n",
                "\u2028\u2029\u0085",
                "\u0000",
                "",
                " leading",
                "\ufeffmark",
                "\ud83d\ude00"
            })
    void aMessageNeverBreaksItsEvent(String text) {
        EventStream events = server.events("channel=global");

        resp.call("PUBLISH", "global", Frame.utf8(text));
        resp.call("PUBLISH", "global", "next");

        events.expect("{\"push\":[\"message\",\"global\"," + Json.quoted(text) + "]}");
        events.expect("{\"push\":[\"message\",\"global\",\"next\"]}");
    }

    @Test
    void whatIsNoTextIsBase64() {
        EventStream events = server.events("channel=%FF%00&channel=text");

        assertThat(resp.number("PUBLISH", "\u00ff\u0000", "hello")).isEqualTo(1);
        assertThat(resp.number("PUBLISH", "text", "\u00fe")).isEqualTo(1);

        events.expect(
                "{\"encoding\":\"base64\",\"push\":[\"message\",\""
                        + Json.base64("\u00ff\u0000")
                        + "\",\""
                        + Json.base64("hello")
                        + "\"]}");
        events.expect(
                "{\"encoding\":\"base64\",\"push\":[\"message\",\""
                        + Json.base64("text")
                        + "\",\""
                        + Json.base64("\u00fe")
                        + "\"]}");
    }

    @Test
    void namesAreDecodedAsAFormWritesThem() {
        EventStream events = server.events("channel=a+b%20c%2Bd&channel=%E2%82%AC%26%3D");

        assertThat(resp.number("PUBLISH", "a b c+d", "1")).isEqualTo(1);
        assertThat(resp.number("PUBLISH", Frame.utf8("\u20ac&="), "2")).isEqualTo(1);

        events.expect("{\"push\":[\"message\",\"a b c+d\",\"1\"]}");
        events.expect("{\"push\":[\"message\",\"\u20ac&=\",\"2\"]}");
    }

    @Test
    void aSemicolonIsPartOfAName() {
        EventStream events = server.events("channel=a;b&channel=c%3Bd");

        assertThat(resp.number("PUBLISH", "a;b", "1")).isEqualTo(1);
        assertThat(resp.number("PUBLISH", "c;d", "2")).isEqualTo(1);

        events.expect("{\"push\":[\"message\",\"a;b\",\"1\"]}");
        events.expect("{\"push\":[\"message\",\"c;d\",\"2\"]}");
    }

    @Test
    void whatItDoesNotKnowInItsAddressIsRefused() {
        server.call("GET /subscribe").refuses(400);
        server.call("GET /subscribe?").refuses(400);
        server.call("GET /subscribe?chanel=x").refuses(400);
        server.call("GET /subscribe?channel=%zz").refuses(400);
        server.call("GET /subscribe?channel=%f").refuses(400);
        server.call("GET /subscribe?channel=ok&pattern=%").refuses(400);

        assertThat(resp.callRaw("PUBSUB", "CHANNELS")).isEqualTo("*0\r\n");
    }

    @Test
    void aPatternThatCostsTooMuchIsRefusedBeforeAnythingIsSubscribed() {
        server.call("GET /subscribe?channel=ok&pattern=*" + "%3F".repeat(2_049) + "*")
                .refuses(List.of(400, 414));

        assertThat(resp.callRaw("PUBSUB", "CHANNELS")).isEqualTo("*0\r\n");
    }

    @Test
    void otherMethodsAreRefused() {
        Answer answer = server.post("/subscribe?channel=x", "");

        answer.refuses(405);
        assertThat(answer.header("allow")).contains("GET").doesNotContain("POST");
    }

    @Test
    void whoGoesAwayIsUnsubscribed() {
        EventStream closed = server.events("channel=global&pattern=g*");
        EventStream reset = server.events("channel=global");
        server.awaitSubscribers("global", 2);

        closed.client().close();
        server.awaitSubscribers("global", 1);
        reset.client().reset();
        server.awaitSubscribers("global", 0);
        assertThat(resp.number("PUBSUB", "NUMPAT")).isZero();
    }

    @Test
    void aSilentStreamHearsComments() {
        EventStream events = server.events("channel=global");

        assertThat(events.comment()).startsWith(":");
        assertThat(resp.number("PUBLISH", "global", "after")).isEqualTo(1);
        events.expect("{\"push\":[\"message\",\"global\",\"after\"]}");
    }

    @Test
    void itIsAClientLikeAnyOther() {
        EventStream events = server.events("channel=global&pattern=a&pattern=b");

        String list = resp.text("CLIENT", "LIST", "TYPE", "pubsub");

        assertThat(list)
                .containsPattern(
                        "id=\\d+ addr="
                                + events.client().address()
                                + " .* flags=P .* sub=1 psub=2 ssub=0 ");
        assertThat(resp.text("CLIENT", "KILL", events.client().address())).isEqualTo("OK");
        events.client().readToEnd();
        assertThat(resp.number("PUBLISH", "global", "x")).isZero();
    }

    @Test
    void aServerThatEndsEndsItsStreams() {
        try (WebServer ending = WebServer.start()) {
            EventStream events = ending.events("channel=global");

            ending.inside().close();

            events.client().readToEnd();
        }
    }
}
