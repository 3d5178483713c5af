package io.crier.server.command;

/** How a server is told to go down, and whether it does. Any thread may call. */
public interface Shutdown {
    /** Of a server that never goes down by itself. */
    Shutdown NEVER =
            new Shutdown() {
                @Override
                public void begin(boolean atOnce) {}

                @Override
                public boolean underWay() {
                    return false;
                }

                @Override
                public long millisLeft() {
                    return 0;
                }
            };

    /**
     * Goes down on a thread of its own; returns at once. What has begun goes on, or is cut short.
     *
     * @param atOnce without waiting for clients
     */
    void begin(boolean atOnce);

    /** Whether it goes down: it takes no new clients then. */
    boolean underWay();

    /** How long it still waits for clients at most; milliseconds. */
    long millisLeft();
}
