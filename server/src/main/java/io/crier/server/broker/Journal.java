package io.crier.server.broker;

import io.crier.server.message.Bytes;

/**
 * Where messages of channels with history are kept. The broker gives each its position under its
 * lock and sets it aside in that order; what costs happens afterwards, in {@link #absorb}.
 */
public interface Journal {
    /** Keeps nothing. */
    Journal NONE =
            new Journal() {
                @Override
                public Object rules() {
                    return this;
                }

                @Override
                public boolean keeps(Bytes channel) {
                    return false;
                }

                @Override
                public long epochMillis() {
                    return 0;
                }

                @Override
                public void absorb() {}
            };

    /** Another object each time the answers of {@link #keeps} may have changed. */
    Object rules();

    /** Whether what is published to a channel becomes part of its history. */
    boolean keeps(Bytes channel);

    /** The time that becomes part of a position; milliseconds since the epoch, may go back. */
    long epochMillis();

    /**
     * Messages wait: takes them with {@link Broker#takeKept}. Called without the broker's lock, on
     * the thread that published, before anybody is told that they were.
     */
    void absorb();
}
