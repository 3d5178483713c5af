package io.crier.server.command;

/** How a publish is refused because its user has published too much. */
public final class OverRate {
    private static final String BEGINNING = "ERR rate limit of user '";
    private static final String AGAIN_IN = ", again in ";
    private static final String MILLIS = " ms";
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_PER_SECOND = 1_000;

    private OverRate() {}

    /**
     * @param limit what is allowed, such as {@code 20 publishes a second}
     */
    static String error(String user, String limit, long waitNanos) {
        long millis = (waitNanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
        return BEGINNING + user + "' exceeded: " + limit + AGAIN_IN + millis + MILLIS;
    }

    /** For what would be refused also later. */
    static String tooLarge(String user, int bytes, long bytesMax) {
        return BEGINNING
                + user
                + "' exceeded: channel and message have "
                + bytes
                + " bytes, at most "
                + bytesMax
                + " are allowed at once";
    }

    /** Whether an error says that a publish was refused for this. */
    public static boolean isSaidBy(String error) {
        return error.startsWith(BEGINNING);
    }

    /** In how many seconds such an error asks to publish again; 0 where it does not. */
    public static long retryAfterSeconds(String error) {
        int at = error.lastIndexOf(AGAIN_IN);
        if (at < 0 || !error.endsWith(MILLIS)) {
            return 0;
        }
        String millis = error.substring(at + AGAIN_IN.length(), error.length() - MILLIS.length());
        return (Long.parseLong(millis) + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
    }
}
