package io.crier.server.session;

/** What CLIENT REPLY last asked for; pushes go out in every mode. */
public enum ReplyMode {
    ON,
    OFF,
    /** The next command is not answered. */
    SKIP_NEXT,
    /** The command being run is not answered. */
    SKIPPING
}
