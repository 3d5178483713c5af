package io.crier.server.simulator;

import io.crier.server.threading.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** A loop whose tasks run when the simulation says so. */
final class SimLoop implements Loop {
    private record Timer(long dueNanos, long number, Runnable task) {}

    private final Simulation simulation;
    private final int index;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(
                    Comparator.comparingLong(Timer::dueNanos).thenComparingLong(Timer::number));
    private long timersSet;

    SimLoop(Simulation simulation, int index) {
        this.simulation = simulation;
        this.index = index;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public boolean inLoop() {
        return simulation.running() == index;
    }

    @Override
    public void execute(Runnable task) {
        if (!simulation.loses()) {
            tasks.add(task);
        }
        simulation.interleave();
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        timers.add(new Timer(simulation.clock().nanos() + delay.toNanos(), timersSet++, task));
    }

    /** Hands in what the outside does: bytes that arrive, sockets that can be written, ticks. */
    void arrive(Runnable event) {
        tasks.add(event);
    }

    /** Hands in the timers that are due. */
    void fireTimers() {
        for (Timer next = timers.peek();
                next != null && next.dueNanos <= simulation.clock().nanos();
                next = timers.peek()) {
            timers.remove();
            tasks.add(next.task);
        }
    }

    boolean hasTimers() {
        return !timers.isEmpty();
    }

    boolean idle() {
        return tasks.isEmpty();
    }

    void runNext() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
        }
    }
}
