package io.crier.server.web;

import io.crier.server.message.Bytes;
import io.crier.server.security.Entrance;
import io.crier.server.security.Entry;
import io.crier.server.security.Users;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows to be let in: a token in its address, which counts first, or a header.
 *
 * @param authorization null without the header
 * @param token null without one in the address
 */
record Shown(@Nullable String authorization, @Nullable Bytes token) {
    boolean nothing() {
        return authorization == null && token == null;
    }

    /** Null for a header of a kind that is not understood, and where there is none. */
    @Nullable Entry entry(Entrance entrance) {
        if (token != null) {
            return entrance.enterByToken(null, token);
        }
        Credentials shown = credentials();
        return shown == null ? null : entrance.enter(shown.user(), shown.password());
    }

    /** Why what came of it lets nobody in, for who sent it. */
    String wrong(@Nullable Entry entry) {
        return entry instanceof Entry.Refused(String why) && !why.equals(Entrance.WRONG_PASSWORD)
                ? this + ": " + why
                : this + ": wrong user or password";
    }

    /** Whom it names; the default user where it names nobody. */
    Bytes user() {
        Credentials shown = token == null ? credentials() : null;
        Bytes named = shown == null ? null : shown.user();
        return named == null ? Users.DEFAULT : named;
    }

    private @Nullable Credentials credentials() {
        return authorization == null ? null : Credentials.of(authorization);
    }

    /** Never what was shown. */
    @Override
    public String toString() {
        return token == null ? "Authorization" : "token";
    }
}
