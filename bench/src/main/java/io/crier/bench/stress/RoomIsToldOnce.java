package io.crier.bench.stress;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A publisher that waits for room in a full inbox, while its loop empties it, is woken once: never
 * lost, never twice.
 */
@NullMarked
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "woken once")
@Outcome(expect = Expect.FORBIDDEN, desc = "a wake-up was lost or doubled")
@State
public class RoomIsToldOnce {
    private final Node node = new Node(1, 1);
    private final AtomicInteger woken = new AtomicInteger();

    public RoomIsToldOnce() {
        node.subscribe(0);
        node.publish(1);
    }

    @Actor
    public void publisher() {
        node.broker.whenRoom(0, woken::incrementAndGet);
    }

    @Actor
    public void loop() {
        node.drain(0);
    }

    @Arbiter
    public void end(I_Result result) {
        result.r1 = woken.get();
    }
}
