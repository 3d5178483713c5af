package io.crier.protocol;

/**
 * What a request may not exceed; beyond it the request is a protocol error.
 *
 * @param bulkBytesMax longest argument, in bytes ({@code proto-max-bulk-len})
 * @param inlineBytesMax longest inline request and longest header line, in bytes before its line
 *     end; at least 32
 * @param unauthenticatedArgumentsMax most arguments before authentication
 * @param unauthenticatedBulkBytesMax longest argument before authentication, in bytes
 */
public record DecoderLimits(
        long bulkBytesMax,
        int inlineBytesMax,
        int unauthenticatedArgumentsMax,
        int unauthenticatedBulkBytesMax) {

    /** What Redis starts with: 512 MB, 64 KB, 10 arguments, 16 KB. */
    public static final DecoderLimits DEFAULT =
            new DecoderLimits(512L * 1024 * 1024, 64 * 1024, 10, 16 * 1024);

    /** Room for the longest number in a header line. */
    private static final int INLINE_BYTES_LEAST = 32;

    public DecoderLimits {
        require(bulkBytesMax, "bulkBytesMax");
        if (inlineBytesMax < INLINE_BYTES_LEAST) {
            throw new IllegalArgumentException(
                    "inlineBytesMax: must be at least "
                            + INLINE_BYTES_LEAST
                            + ", got "
                            + inlineBytesMax);
        }
        require(unauthenticatedArgumentsMax, "unauthenticatedArgumentsMax");
        require(unauthenticatedBulkBytesMax, "unauthenticatedBulkBytesMax");
    }

    /** The same limits with another longest argument. */
    public DecoderLimits withBulkBytesMax(long bytes) {
        return new DecoderLimits(
                bytes, inlineBytesMax, unauthenticatedArgumentsMax, unauthenticatedBulkBytesMax);
    }

    private static void require(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": must be at least 1, got " + value);
        }
    }
}
