package io.crier.server.security;

/**
 * Why a user may not run a command.
 *
 * @param word of the key or channel that is not allowed; 0 if the command itself is not
 */
public record Denial(Reason reason, int word) {
    /** What is not allowed, in the order in which one of several is told. */
    public enum Reason {
        COMMAND("command"),
        KEY("key"),
        AUTH("auth"),
        CHANNEL("channel");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** As ACL LOG tells it. */
        public String word() {
            return word;
        }
    }

    static final Denial COMMAND = new Denial(Reason.COMMAND, 0);

    /** Whether this tells more than {@code other}: what the request came closest to. */
    boolean outweighs(Denial other) {
        int byReason = reason.compareTo(other.reason);
        return byReason > 0 || (byReason == 0 && word > other.word);
    }
}
