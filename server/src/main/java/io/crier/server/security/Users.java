package io.crier.server.security;

import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import java.security.MessageDigest;

/** The users of this server: the default user alone, whose password is {@code requirepass}. */
public final class Users {
    public static final String DEFAULT = "default";

    private final LiveSettings settings;

    public Users(LiveSettings settings) {
        this.settings = settings;
    }

    /**
     * Whether the default user has a password, so that a client has to show it before anything
     * else.
     */
    public boolean passwordNeeded() {
        return settings.current().password().length() > 0;
    }

    /**
     * Whether {@code password} lets {@code user} in; takes the same time for every wrong password
     * of one length.
     */
    public boolean admits(Bytes user, Bytes password) {
        boolean known = user.equals(Bytes.of(DEFAULT));
        boolean right =
                !passwordNeeded()
                        || MessageDigest.isEqual(
                                settings.current().password().array(), password.array());
        return known && right;
    }

    /** Whether there is a user of this name. */
    public boolean knows(Bytes user) {
        return user.equals(Bytes.of(DEFAULT));
    }

    /** Whether {@code user} may run the command with this full lower-case name. */
    public boolean mayRun(String user, String command) {
        return true;
    }
}
