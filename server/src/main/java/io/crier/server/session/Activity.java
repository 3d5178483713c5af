package io.crier.server.session;

import io.crier.server.threading.OnLoop;

/** What a client did: when it came, when it last asked for something, and for what. */
@OnLoop
public final class Activity {
    /** In place of a command's name: nothing was asked yet, or what was asked is no command. */
    public static final String NO_COMMAND = "NULL";

    private final long connectedMillis;
    private long lastMillis;
    private String lastCommand = NO_COMMAND;
    private long queryBytes;
    private long queryCapacity;

    Activity(long nowMillis) {
        this.connectedMillis = nowMillis;
        this.lastMillis = nowMillis;
    }

    /** Notes that bytes arrived. */
    public void heard(long nowMillis) {
        lastMillis = nowMillis;
    }

    /** Notes a request. */
    public void asked(String command) {
        lastCommand = command;
    }

    /** Notes the unfinished requests that wait in memory, and what memory they take. */
    public void unread(long bytes, long capacity) {
        queryBytes = bytes;
        queryCapacity = capacity;
    }

    public long connectedMillis() {
        return connectedMillis;
    }

    public long lastMillis() {
        return lastMillis;
    }

    /** The full lower-case name of the last command, {@link #NO_COMMAND} without one. */
    public String lastCommand() {
        return lastCommand;
    }

    public long queryBytes() {
        return queryBytes;
    }

    public long queryCapacity() {
        return queryCapacity;
    }
}
