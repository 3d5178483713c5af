package io.crier.server.web;

import io.crier.server.message.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The user and password, or token, of an {@code Authorization} header: Basic, or Bearer with a
 * password or token alone.
 *
 * @param user null where none is named
 */
record Credentials(@Nullable Bytes user, Bytes password) {
    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    /** Null for a header that is neither. */
    static @Nullable Credentials of(String header) {
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            String token = header.substring(BEARER.length()).strip();
            return new Credentials(null, Bytes.own(token.getBytes(StandardCharsets.ISO_8859_1)));
        }
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return null;
        }
        byte[] pair;
        try {
            pair = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        String text = new String(pair, StandardCharsets.ISO_8859_1);
        int colon = text.indexOf(':');
        if (colon < 0) {
            return null;
        }
        Bytes user =
                colon == 0
                        ? null
                        : Bytes.own(text.substring(0, colon).getBytes(StandardCharsets.ISO_8859_1));
        return new Credentials(
                user, Bytes.own(text.substring(colon + 1).getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "credentials of " + (user == null ? "nobody named" : user);
    }
}
