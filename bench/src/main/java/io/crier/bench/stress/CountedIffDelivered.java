package io.crier.bench.stress;

import io.crier.server.broker.Interest;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A publish beside a subscribe or an unsubscribe is delivered if it was counted, and only then
 * (G4).
 */
@NullMarked
public final class CountedIffDelivered {
    private CountedIffDelivered() {}

    /** A publisher and a loop that subscribes. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "published before the subscription")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "published after it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the count is wrong")
    @State
    public static class WhileSubscribing {
        private final Node node = new Node(1, 1_000);

        @Actor
        public void publisher(II_Result result) {
            result.r1 = node.publish(1);
        }

        @Actor
        public void loop() {
            node.subscribe(0);
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = node.drain(0);
        }
    }

    /** A publisher and a loop that unsubscribes, draining before or not. */
    @JCStressTest
    @Outcome(
            id = "0, 0",
            expect = Expect.ACCEPTABLE,
            desc = "published after the end of the subscription")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "published before it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the count is wrong")
    @State
    public static class WhileUnsubscribing {
        private final Node node = new Node(1, 1_000);
        private final List<Interest> held = node.subscribe(0);
        private int delivered;

        @Actor
        public void publisher(II_Result result) {
            result.r1 = node.publish(1);
        }

        @Actor
        public void loop() {
            delivered = node.drain(0);
            delivered += node.unsubscribe(0, held);
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = delivered + 10 * node.drain(0);
        }
    }
}
