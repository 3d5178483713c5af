package io.crier.server.simulator;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Whose turn it is: the loops' tasks, one after another and some in the middle of others. */
final class Turns {
    /** Outside of all loops. */
    static final int NOBODY = -1;

    private static final int DEPTH_MAX = 3;

    private final SplittableRandom dice;
    private final int preemptPerMille;
    private final History history;
    private final Consumer<SimLoop> after;
    private final List<SimLoop> loops = new ArrayList<>();
    private final int[] stack = new int[DEPTH_MAX + 1];
    private int depth;

    /**
     * @param preemptPerMille how often another loop runs in the middle of a task, at each place
     *     where it can
     * @param after is told of each loop that has just run a task, unless it still runs another
     */
    Turns(SplittableRandom dice, int preemptPerMille, History history, Consumer<SimLoop> after) {
        this.dice = dice;
        this.preemptPerMille = preemptPerMille;
        this.history = history;
        this.after = after;
    }

    void add(SimLoop loop) {
        loops.add(loop);
    }

    List<SimLoop> loops() {
        return loops;
    }

    /** Any of the loops. */
    SimLoop any() {
        return loops.get(dice.nextInt(loops.size()));
    }

    /** Lets loops run so many tasks, or fewer if those that it picks have none. */
    void runSome(int tasks) {
        for (int left = tasks; left > 0; left--) {
            SimLoop loop = any();
            if (!loop.idle()) {
                run(loop);
            }
        }
    }

    /** Until no loop has a task. */
    void runAll() {
        while (!idle()) {
            runSome(1);
        }
    }

    boolean idle() {
        for (SimLoop loop : loops) {
            if (!loop.idle()) {
                return false;
            }
        }
        return true;
    }

    boolean hasTimers() {
        return loops.stream().anyMatch(SimLoop::hasTimers);
    }

    private void run(SimLoop loop) {
        stack[depth++] = loop.index();
        try {
            loop.runNext();
        } catch (RuntimeException | AssertionError thrown) {
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            history.violated(Guarantee.NO_EXCEPTION, text.toString());
        } finally {
            depth--;
        }
        if (running() != loop.index()) {
            after.accept(loop);
        }
    }

    /** Lets another loop run some of its tasks in the middle of the one that runs. */
    void interleave() {
        if (depth == 0 || depth > DEPTH_MAX - 1 || dice.nextInt(1000) >= preemptPerMille) {
            return;
        }
        SimLoop other = any();
        for (int left = 1 + dice.nextInt(3);
                left > 0 && !other.idle() && mayRun(other.index());
                left--) {
            run(other);
        }
    }

    private boolean mayRun(int loop) {
        for (int i = 0; i < depth; i++) {
            if (stack[i] == loop) {
                return false;
            }
        }
        return true;
    }

    /** The loop whose task runs, or {@link #NOBODY}. */
    int running() {
        return depth == 0 ? NOBODY : stack[depth - 1];
    }
}
