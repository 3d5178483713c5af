package io.crier.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The harness notices what it is there to notice. */
@Tag("programs")
final class HarnessTest {

    @Test
    void anAnswerIsWhatTheServerSent() {
        assertThat(replay("A> PING", "A> PUBLISH x y", "A> SUBSCRIBE x y"))
                .containsExactly(
                        "+PONG\r\n",
                        ":0\r\n",
                        confirmation("subscribe", "x", 1) + confirmation("subscribe", "y", 2));
    }

    @Test
    void aMessageThatNobodyAwaitsFails() {
        assertThatThrownBy(() -> replay("A> SUBSCRIBE x", "B> PUBLISH x y"))
                .hasMessageContaining("A got what nobody awaits");
    }

    @Test
    void aReplyThatNobodyAwaitsFails() {
        assertThatThrownBy(() -> replay("A> PING ~0", "B> PING"))
                .hasMessageContaining("A got what nobody awaits");
    }

    @Test
    void aMessageInPlaceOfAReplyFails() {
        assertThatThrownBy(() -> replay("A> SUBSCRIBE x", "B> PUBLISH x y", "A> PING"))
                .hasMessageContaining("a delivery too many");
    }

    @Test
    void aCloseThatNobodyAwaitsFails() {
        assertThatThrownBy(() -> replay("A>> *x\\r\\n"))
                .hasMessageContaining("A was closed, and the transcript does not await it");
    }

    @Test
    void aTransactionLeftOpenIsNoTrouble() {
        assertThat(replay("A> MULTI", "A> PING")).containsExactly("+OK\r\n", "+QUEUED\r\n");
    }

    private static String confirmation(String kind, String channel, int count) {
        return "*3\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n:%d\r\n"
                .formatted(kind.length(), kind, channel.length(), channel, count);
    }

    private static List<String> replay(String... lines) {
        var story = new ArrayList<>(List.of("== story"));
        story.addAll(List.of(lines));
        var scenario = Transcript.read("harness", story).getFirst();
        try (var target = new Target(RealRedis.start(List.of()), List.of())) {
            return new Replay(target, Dialect.RESP2, false).run(scenario);
        }
    }
}
