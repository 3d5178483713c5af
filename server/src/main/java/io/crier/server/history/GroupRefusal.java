package io.crier.server.history;

/** Why something about a group was not done. */
public enum GroupRefusal {
    /** The channel has neither messages nor groups. */
    NO_HISTORY,
    NO_GROUP,
    /** There is a group of this name already. */
    GROUP_EXISTS,
    /** Groups take as much memory as they may: half of what histories may take. */
    NO_ROOM
}
