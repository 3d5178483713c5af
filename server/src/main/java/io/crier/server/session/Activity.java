package io.crier.server.session;

import io.crier.server.threading.OnLoop;

/** What a client did: when it came, when it last asked for something, and for what. */
@OnLoop
public final class Activity {
    private final long connectedMillis;
    private long lastMillis;
    private String lastCommand = "NULL";
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

    /** The full lower-case name of the last command, {@code NULL} before the first. */
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
