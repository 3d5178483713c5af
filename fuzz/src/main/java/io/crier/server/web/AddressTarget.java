package io.crier.server.web;

import io.crier.fuzz.Expect;
import io.crier.server.message.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Names in paths and credentials in headers: percent encoding gives back bytes as they were, or is
 * refused; so do Basic and Bearer.
 */
public final class AddressTarget {
    private AddressTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        byte[] decoded = decoded(text);
        byte[] expected = plain(input);
        Expect.that(Arrays.equals(expected, decoded), "percent encoding of " + text);
        Credentials.of(text);
        Credentials bearer = Credentials.of("Bearer " + text);
        Expect.that(bearer != null && bearer.password().toString() != null, "no password: " + text);
        basic(input, text);
    }

    private static byte @Nullable [] decoded(String text) {
        try {
            return HttpExchange.decoded(text);
        } catch (IllegalArgumentException badEncoding) {
            return null;
        }
    }

    /** Null where a percent sign is not followed by two hexadecimal digits. */
    private static byte @Nullable [] plain(byte[] input) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int at = 0; at < input.length; at++) {
            if (input[at] != '%') {
                plain.write(input[at]);
                continue;
            }
            int high = at + 2 < input.length ? digit(input[at + 1]) : -1;
            int low = at + 2 < input.length ? digit(input[at + 2]) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            plain.write(16 * high + low);
            at += 2;
        }
        return plain.toByteArray();
    }

    private static int digit(byte value) {
        return value < 0 ? -1 : Character.digit((char) value, 16);
    }

    private static void basic(byte[] input, String text) {
        Credentials shown = Credentials.of("basic " + Base64.getEncoder().encodeToString(input));
        int colon = text.indexOf(':');
        Expect.same(colon < 0, shown == null, "whether there is a password");
        if (shown != null) {
            Bytes user = shown.user();
            String named = text.substring(0, colon);
            Expect.that(user == null ? colon == 0 : is(named, user.array()), "user of " + text);
            Expect.that(is(text.substring(colon + 1), shown.password().array()), "password");
        }
    }

    private static boolean is(String text, byte[] bytes) {
        return Arrays.equals(text.getBytes(StandardCharsets.ISO_8859_1), bytes);
    }
}
