package io.crier.server.security;

import io.crier.server.message.Bytes;

/**
 * What a session holds of its user: the name, and the rules that are in force now. Any thread may
 * read it; changed by {@link Users} alone.
 */
public final class Account {
    private final Bytes name;
    private volatile User user;
    private volatile boolean deleted;

    Account(User user) {
        this.name = user.name();
        this.user = user;
    }

    public Bytes name() {
        return name;
    }

    /** The rules in force. */
    public User user() {
        return user;
    }

    /** Whether there is no such user any more: its sessions are to end. */
    public boolean deleted() {
        return deleted;
    }

    void user(User newUser) {
        user = newUser;
    }

    /** Sessions that have not ended yet may do nothing more. */
    void delete(User nothing) {
        user = nothing;
        deleted = true;
    }
}
