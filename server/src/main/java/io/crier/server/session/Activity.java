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
    private long requestBytes;

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

    /**
     * Notes what is left of the client's requests.
     *
     * @param bytes of unfinished requests
     * @param capacity of the memory in which those wait
     * @param request bytes that the table of the unfinished request, and one that has to wait, take
     */
    public void unread(long bytes, long capacity, long request) {
        queryBytes = bytes;
        queryCapacity = capacity;
        requestBytes = request;
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

    /** Bytes that the request takes which is unfinished or waits, beside {@link #queryCapacity}. */
    public long requestBytes() {
        return requestBytes;
    }
}
