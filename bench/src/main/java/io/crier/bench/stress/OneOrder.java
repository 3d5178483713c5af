package io.crier.bench.stress;

import org.jspecify.annotations.NullMarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Two publishers and two loops that listen, one of which drains meanwhile: both see one order (G3).
 */
@NullMarked
@JCStressTest
@Outcome(id = "12, 12", expect = Expect.ACCEPTABLE, desc = "the first publisher came first")
@Outcome(id = "21, 21", expect = Expect.ACCEPTABLE, desc = "the second one did")
@Outcome(expect = Expect.FORBIDDEN, desc = "two orders, or something lost")
@State
public class OneOrder {
    private final Node node = new Node(2, 1_000);
    private String drained = "";

    public OneOrder() {
        node.subscribe(0);
        node.subscribe(1);
    }

    @Actor
    public void first() {
        node.publish(1);
    }

    @Actor
    public void secondOnALoop() {
        node.publish(2);
        drained = node.drainInOrder(0);
    }

    @Arbiter
    public void end(LL_Result result) {
        result.r1 = drained + node.drainInOrder(0);
        result.r2 = node.drainInOrder(1);
    }
}
