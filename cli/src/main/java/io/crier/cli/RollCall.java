package io.crier.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The names that answer one question who is here. Redis Pub/Sub knows how many listen but not who,
 * so the chats ask each other.
 */
final class RollCall {
    /** In names; what a flood of answers can make this program hold. */
    static final int NAMES_MAX = 500;

    private static final int ANSWERS_WAIT_MILLIS = 1_000;

    /** Answers through other nodes are not among the receivers that the server counted. */
    private static final int STRAGGLERS_WAIT_MILLIS = 150;

    private final List<String> names = new ArrayList<>();
    private final CountDownLatch counted = new CountDownLatch(1);
    private long expected = Long.MAX_VALUE;

    synchronized void expect(long answers) {
        expected = answers;
        check();
    }

    synchronized void answer(String name) {
        if (names.size() < NAMES_MAX) {
            names.add(name);
        }
        check();
    }

    /** Waits until everybody expected has answered, or no longer than a second. */
    List<String> names() {
        try {
            if (counted.await(ANSWERS_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                TimeUnit.MILLISECONDS.sleep(STRAGGLERS_WAIT_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            return names.stream().sorted().toList();
        }
    }

    private void check() {
        if (names.size() >= expected) {
            counted.countDown();
        }
    }
}
