package io.crier.server.security;

import io.crier.server.message.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a password: its SHA-256, as Redis keeps it.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
record PasswordHash(String hex) {
    private static final int DIGITS = 64;

    static PasswordHash of(Bytes password) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(password.array());
            return new PasswordHash(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Reads a hash as rules write it; null if it is none. */
    static @Nullable PasswordHash parse(String hex) {
        boolean right =
                hex.length() == DIGITS
                        && hex.chars()
                                .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        return right ? new PasswordHash(hex) : null;
    }

    /** Compares in the same time wherever the difference is. */
    boolean same(PasswordHash other) {
        return MessageDigest.isEqual(
                hex.getBytes(StandardCharsets.US_ASCII),
                other.hex.getBytes(StandardCharsets.US_ASCII));
    }
}
