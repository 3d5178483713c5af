package io.crier.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server sends to many at once as soon as it can, and nobody can tell. */
final class RingsTest {
    private final TestServer server = TestServer.withLoops(1);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void manySubscribersAreSentToTogetherWhereTheKernelAllowsIt() {
        List<RespClient> subscribers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            subscribers.add(server.client());
            subscribers.getLast().call("SUBSCRIBE", "c");
        }
        RespClient publisher = server.client();
        List<String> sent = new ArrayList<>();

        await().until(() -> {
            sent.add("message " + sent.size());
            publisher.call("PUBLISH", "c", sent.getLast());
            return !RingTest.allowed() || !together(publisher).equals("0");
        });

        for (RespClient subscriber : subscribers) {
            for (String message : sent) {
                assertThat(subscriber.readRaw()).contains(message);
            }
        }
    }

    private static String together(RespClient client) {
        return client.text("INFO", "crier").replaceAll("(?s).*writes_together:(\\d+).*", "$1");
    }
}
