package io.crier.server.security;

/** Whether what somebody showed lets him in. */
public sealed interface Entry {
    /**
     * It does.
     *
     * @param hears whose subscriptions he may have
     * @param expiresMillis when his session ends, milliseconds since the epoch; {@code
     *     Long.MAX_VALUE} for never
     */
    record Admitted(Account account, User hears, long expiresMillis) implements Entry {
        /** Whether the session ends by itself. */
        public boolean expires() {
            return expiresMillis != Long.MAX_VALUE;
        }
    }

    /**
     * It does not.
     *
     * @param why for a person, with nothing of what was shown
     */
    record Refused(String why) implements Entry {}
}
