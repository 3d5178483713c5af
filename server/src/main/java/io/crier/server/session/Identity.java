package io.crier.server.session;

import io.crier.server.message.Bytes;
import io.crier.server.threading.OnLoop;

/**
 * Who a client says it is: name, library, user; and the database that it selected, which has no
 * meaning here.
 */
@OnLoop
public final class Identity {
    private Bytes name = Bytes.EMPTY;
    private Bytes libraryName = Bytes.EMPTY;
    private Bytes libraryVersion = Bytes.EMPTY;
    private String user = "default";
    private boolean authenticated;
    private int database;

    public Bytes name() {
        return name;
    }

    public void name(Bytes newName) {
        name = newName;
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
    }

    /** Back to the default user, who is let in only where no password is needed. */
    public void logout(boolean defaultIsLetIn) {
        user = "default";
        authenticated = defaultIsLetIn;
    }

    public int database() {
        return database;
    }

    public void database(int index) {
        database = index;
    }
}
