package io.crier.server.simulator;

/**
 * What is broken on purpose at a port of the core, so that a test can see the checker find it. The
 * core's own code runs unchanged on top of what is broken.
 */
enum Fault {
    NONE,
    /** A session is subscribed, and its confirmation is thrown away. */
    UNCONFIRMED_SUBSCRIPTION,
    /** A loop loses a task that was handed in. */
    LOST_TASK,
    /** A wire sends a write after the next one. */
    OVERTAKEN_WRITE,
    /** The broker counts a subscriber whom no loop knows. */
    GHOST_SUBSCRIBER,
    /** Sessions are not told the limits of their class. */
    NO_LIMITS,
    /** A wire keeps bytes that it took without retaining their block. */
    BORROWED_FOR_TOO_LONG,
    /** An argument may be longer than the clients were promised to be told. */
    LONGER_ARGUMENTS,
    /** The loops have policies for channels that were promised to have none. */
    POLICY_ELSEWHERE,
    /** A client is not told of what is skipped for it, although it asked for that. */
    UNTOLD_GAP,
    /** A client that was promised to have no limit has one. */
    UNKNOWN_LIMIT,
    /** A wire that has to wait for its client does not close. */
    FULL_WIRE_STAYS,
    /** A wire that ends keeps what it had taken. */
    LEAKED_BUFFER,
    /** The sessions of one loop are not known to those who ask for all. */
    FORGOTTEN_LOOP,
    /** Who lets clients in knows the users as they were at first. */
    FORGOTTEN_CHANGES,
    /** Sessions are told a later time to end than was promised. */
    LATER_EXPIRY,
    /** Sessions are told an earlier time to end than was promised. */
    EARLIER_EXPIRY,
    /** A user may publish more at once than was promised. */
    HIGHER_RATE,
    /** A user may publish less in a second, and at once, than was promised. */
    LOWER_RATE,
    /** A user may do less than was promised. */
    STRICTER_RULES,
    /** The clock for durations jumps back with the time of day. */
    TIME_RUNS_BACK,
    /** A name may come back for a shorter time than was promised. */
    SHORTER_GRACE,
    /** A read that cuts a request loses its last byte. */
    SWALLOWED_BYTE,
    /** A write that is cut takes a byte more than it says. */
    REPEATED_BYTE,
    /** Loops are not told of another limit. */
    UNTOLD_LIMIT
}
