package io.crier.server.session;

import io.crier.server.message.Bytes;
import io.crier.server.security.Account;
import io.crier.server.security.Users;
import io.crier.server.threading.OnLoop;
import org.jspecify.annotations.Nullable;

/**
 * Who a client says it is: name, library, user; and the database that it selected, which has no
 * meaning here.
 */
@OnLoop
public final class Identity {
    private final Runnable renamed;
    private Bytes name = Bytes.EMPTY;
    private Bytes libraryName = Bytes.EMPTY;
    private Bytes libraryVersion = Bytes.EMPTY;
    private @Nullable Account account;
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
        Account user = account;
        if (user != null && !user.name().equals(Users.DEFAULT)) {
            from = user.name();
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

    /** The user, with the rules in force; null for a client inside the process. */
    public @Nullable Account account() {
        return account;
    }

    /** The user's name. */
    public Bytes user() {
        Account user = account;
        return user == null ? Users.DEFAULT : user.name();
    }

    public boolean authenticated() {
        return authenticated;
    }

    /** The client has shown that it is {@code user}. */
    public void login(Account user) {
        account = user;
        authenticated = true;
        named();
    }

    /** Is the default user, who is let in only where no password is needed. */
    public void logout(Users users) {
        account = users.defaultAccount();
        authenticated = !users.passwordNeeded();
        named();
    }

    public int database() {
        return database;
    }

    public void database(int index) {
        database = index;
    }
}
