package io.crier.server.session;

import io.crier.server.message.Bytes;
import io.crier.server.threading.OnLoop;
import org.jspecify.annotations.Nullable;

/**
 * Who a client says it is: name, library, user; and the database that it selected, which has no
 * meaning here.
 */
@OnLoop
public final class Identity {
    private static final String NOBODY = "default";

    private final Runnable renamed;
    private Bytes name = Bytes.EMPTY;
    private Bytes libraryName = Bytes.EMPTY;
    private Bytes libraryVersion = Bytes.EMPTY;
    private String user = NOBODY;
    private @Nullable Bytes from;
    private boolean authenticated;
    private int database;

    /**
     * @param renamed runs when {@link #from} may be another
     */
    Identity(Runnable renamed) {
        this.renamed = renamed;
    }

    public Bytes name() {
        return name;
    }

    public void name(Bytes newName) {
        name = newName;
        named();
    }

    public Bytes libraryName() {
        return libraryName;
    }

    public void libraryName(Bytes newName) {
        libraryName = newName;
    }

    public Bytes libraryVersion() {
        return libraryVersion;
    }

    public void libraryVersion(Bytes version) {
        libraryVersion = version;
    }

    private void named() {
        if (!user.equals(NOBODY)) {
            from = Bytes.of(user);
        } else {
            from = name.length() == 0 ? null : name;
        }
        renamed.run();
    }

    /**
     * The name that others know it by: its user, or for the default user the client's own name;
     * null without one.
     */
    public @Nullable Bytes from() {
        return from;
    }

    /** Bytes of what the client calls itself. */
    long memoryBytes() {
        return name.length() + (long) libraryName.length() + libraryVersion.length();
    }

    public String user() {
        return user;
    }

    public boolean authenticated() {
        return authenticated;
    }

    /** The client has shown that it is {@code newUser}. */
    public void login(String newUser) {
        user = newUser;
        authenticated = true;
        named();
    }

    /** Back to the default user, who is let in only where no password is needed. */
    public void logout(boolean defaultIsLetIn) {
        user = NOBODY;
        authenticated = defaultIsLetIn;
        named();
    }

    public int database() {
        return database;
    }

    public void database(int index) {
        database = index;
    }
}
