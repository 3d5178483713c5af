package io.crier.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Reply;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one EXEC publishes takes effect together: nobody else's message comes between. */
final class ExecTogetherTest {
    private static final int LOOPS = 4;
    private static final int PUBLISHERS = 4;
    private static final int ROUNDS = 150;

    /** More than one burst of a pipeline holds. */
    private static final int LARGE = 700;

    private final TestServer server = TestServer.withLoops(LOOPS);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void othersPublishNothingBetween() throws Exception {
        RespClient subscriber = server.client();
        subscriber.call("SUBSCRIBE", "c");
        int messages = 0;
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<Integer>> publishers = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                String name = "p" + i;
                publishers.add(threads.submit(() -> publish(name)));
            }
            for (Future<Integer> publisher : publishers) {
                messages += publisher.get();
            }
        }

        String open = "";
        for (int i = 0; i < messages; i++) {
            String[] message = payload(subscriber.read()).split(" ", -1);
            String transaction = message[0] + message[1];
            assertThat(open.isEmpty() || open.equals(transaction))
                    .as("%s inside of %s", transaction, open)
                    .isTrue();
            open = message[2].equals("last") ? "" : transaction;
        }
        assertThat(open).isEmpty();
    }

    /** Some of it with other commands between, one EXEC larger than a burst. */
    private int publish(String name) {
        int sent = 0;
        try (RespClient client = server.client()) {
            for (int round = 0; round < ROUNDS; round++) {
                int count = round == ROUNDS / 2 ? LARGE : 2 + round % 9;
                StringBuilder requests = new StringBuilder(RespClient.encoded("MULTI"));
                for (int i = 0; i < count; i++) {
                    String place = i == count - 1 ? "last" : "more";
                    requests.append(
                            RespClient.encoded("PUBLISH", "c", name + " " + round + " " + place));
                    requests.append(RespClient.encoded("PING"));
                }
                client.sendRaw(requests + RespClient.encoded("EXEC"));
                for (int i = 0; i < 1 + 2 * count; i++) {
                    client.read();
                }
                assertThat(((Reply.Array) client.read()).elements())
                        .hasSize(2 * count)
                        .element(2 * count - 2)
                        .isEqualTo(new Reply.Int(1));
                sent += count;
            }
        }
        return sent;
    }

    @Test
    void whoSubscribesInsideIsCountedFromThereOn() {
        RespClient client = server.client();
        client.sendRaw(
                RespClient.encoded("MULTI")
                        + RespClient.encoded("PUBLISH", "own", "before")
                        + RespClient.encoded("SUBSCRIBE", "own")
                        + RespClient.encoded("PUBLISH", "own", "after")
                        + RespClient.encoded("EXEC"));
        for (int i = 0; i < 4; i++) {
            client.read();
        }

        String all = client.readRaw();
        assertThat(all).isEqualTo("*3\r\n:0\r\n*3\r\n$9\r\nsubscribe\r\n$3\r\nown\r\n:1\r\n:1\r\n");
        assertThat(payload(client.read())).isEqualTo("after");
    }

    private static String payload(Reply push) {
        List<Reply> parts = ((Reply.Array) push).elements();
        return RespClient.textOf(parts.getLast());
    }
}
