package io.crier.server.security;

/** Whether a token lets somebody in. */
sealed interface Verdict {
    /** It does. */
    record Good(Token token) implements Verdict {}

    /**
     * It does not.
     *
     * @param why for a person, without anything of the token
     */
    record Wrong(String why) implements Verdict {}
}
