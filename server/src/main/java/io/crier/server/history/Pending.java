package io.crier.server.history;

/**
 * A message that was given to a consumer of a group and is not acknowledged yet. Guarded by the
 * history's lock.
 */
final class Pending {
    /** With its places in the group's table and in the consumer's, about. */
    static final int MEMORY_BYTES = 160;

    private final Long position;
    private Consumer consumer;
    private long givenMillis;
    private long givenTimes;

    Pending(Long position, Consumer consumer, long givenMillis, long givenTimes) {
        this.position = position;
        this.consumer = consumer;
        this.givenMillis = givenMillis;
        this.givenTimes = givenTimes;
    }

    /** Boxed, because the tables of the group and of the consumer share it. */
    Long position() {
        return position;
    }

    Consumer consumer() {
        return consumer;
    }

    void consumer(Consumer newConsumer) {
        consumer = newConsumer;
    }

    /** When it was given last; milliseconds since the epoch. */
    long givenMillis() {
        return givenMillis;
    }

    long givenTimes() {
        return givenTimes;
    }

    void given(long millis, long times) {
        givenMillis = millis;
        givenTimes = times;
    }

    /** How long ago it was given, 0 if the clock went back. */
    long idleMillis(long nowMillis) {
        return Math.max(0, nowMillis - givenMillis);
    }
}
