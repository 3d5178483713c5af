package io.crier.server.simulator;

/** What a client is there for. */
enum Role {
    /** Listens to everything from the start, which shows the checker the whole order. */
    WITNESS,
    /** Changes what the guests may do, and is the only one that does. */
    WARDEN,
    /** Belongs to a user whose channels may be taken away. */
    GUEST,
    /** The default user, who may do everything. */
    ANYONE;

    /** Whether it has no limits, always reads, and nobody ends it. */
    boolean stays() {
        return this == WITNESS || this == WARDEN;
    }
}
