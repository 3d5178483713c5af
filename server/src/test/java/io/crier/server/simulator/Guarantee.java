package io.crier.server.simulator;

/** What the checker holds a history against. */
enum Guarantee {
    /** Confirmations stand together, in argument order, and enclose the messages of a channel. */
    G1,
    /** Once a confirmation is written, every later publish is delivered. */
    G2,
    /** One total order over all channels, for everyone. */
    G3,
    /** The integer that a publish answers is the number of deliveries that it caused. */
    G4,
    /** A client that does not read costs its limit, in shared bytes, and nobody waits for it. */
    G5,
    /** Names and payloads arrive byte for byte. */
    G6,
    /** What is bounded is refused clearly, and nothing that was accepted is lost. */
    G7,
    /** What is skipped for a client is told to it: how many messages of which channel. */
    MISSED,
    /** Where only the newest message of a channel waits, it waits and arrives. */
    NEWEST,
    /** A name joins and leaves in turns, and who hears all of it knows who is there. */
    PRESENCE,
    /**
     * What a user may not hear any more ends the sessions that hear it before the change is
     * answered, and no others; what is refused has no effect.
     */
    REVOKED,
    /** A session that ends at a time ends then, and not before; AUTH lets it stay. */
    EXPIRED,
    /** A user publishes no more than its rate on all connections together, and may do that much. */
    RATE,
    /** No task of the core throws. */
    NO_EXCEPTION,
    /** Whoever left leaves nothing behind: no buffer, no subscription. */
    NOTHING_LEFT
}
