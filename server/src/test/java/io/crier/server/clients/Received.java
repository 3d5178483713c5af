package io.crier.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a client's listeners were told, in the order in which they were told it. */
final class Received {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    void add(Object... words) {
        var text = new ArrayList<String>();
        for (var word : words) {
            text.add(String.valueOf(word));
        }
        events.add(String.join(" ", text));
    }

    /**
     * Runs what blocks until its end; a failure is told like an event, so that whoever waits sees
     * it.
     */
    CompletableFuture<?> listening(Runnable blocking) {
        return CompletableFuture.runAsync(
                        blocking,
                        task -> Thread.ofPlatform().daemon().name("listening").start(task))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        add("failed", failure);
                    }
                });
    }

    /** Waits until as many events have come, and expects exactly these in this order. */
    void expect(String... expected) {
        assertThat(next(expected.length)).containsExactly(expected);
    }

    /** For events whose order the server is free to choose. */
    void expectInAnyOrder(String... expected) {
        assertThat(next(expected.length)).containsExactlyInAnyOrder(expected);
    }

    String next() {
        var next = next(1);
        assertThat(next).as("what came within %s", PATIENCE).isNotEmpty();
        return next.getFirst();
    }

    /** Passes over events until this one has come. */
    void await(String expected) {
        var passed = new ArrayList<String>();
        while (!passed.contains(expected)) {
            var next = next(1);
            assertThat(next).as("waiting for '%s' after %s", expected, passed).isNotEmpty();
            passed.addAll(next);
        }
    }

    private List<String> next(int count) {
        var next = new ArrayList<String>();
        try {
            while (next.size() < count) {
                var event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (event == null) {
                    break;
                }
                next.add(event);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return next;
    }
}
