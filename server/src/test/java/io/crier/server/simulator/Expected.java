package io.crier.server.simulator;

import io.crier.protocol.Confirmation;
import io.crier.protocol.Reply;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client must read as the answer, or as one part of it. */
sealed interface Expected {
    /** Exactly this. */
    record Same(Reply reply) implements Expected {}

    /** How many subscribers a publish reached. */
    record Receivers(Publish publish) implements Expected {}

    /**
     * A confirmation.
     *
     * @param name of the channel or pattern; null for the null channel
     * @param anyHeld whether it may name any subscription that is held, since the order is free
     */
    record Confirmed(Confirmation word, Kind kind, @Nullable Bytes name, boolean anyHeld)
            implements Expected {
        boolean joins() {
            return switch (word) {
                case SUBSCRIBE, PSUBSCRIBE, SSUBSCRIBE -> true;
                case UNSUBSCRIBE, PUNSUBSCRIBE, SUNSUBSCRIBE -> false;
            };
        }
    }

    /**
     * One array of these: the reply of EXEC.
     *
     * @param queued the request that each of them answers
     */
    record All(List<Expected> elements, List<Question> queued) implements Expected {}

    /**
     * That the client is another user from now on, or not, if there is none of this name.
     *
     * @param by what asks for it
     */
    record LetIn(Question by) implements Expected {}

    /** Some text, such as a list of clients. */
    record SomeText() implements Expected {}

    /** Some number. */
    record SomeNumber() implements Expected {}

    /** What HELLO answers. */
    record Greeting(int protocol) implements Expected {}
}
