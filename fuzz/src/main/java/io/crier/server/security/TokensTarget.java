package io.crier.server.security;

import com.nimbusds.jose.util.Base64URL;
import io.crier.fuzz.Expect;
import io.crier.server.command.Commands;
import io.crier.server.message.Bytes;
import io.crier.server.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tokens: an input is one as a stranger sends it; with a line feed in it, it is a head and claims
 * which the key signs. None is let in that the key has not signed, and nobody comes in as the
 * default user, without an end, or may rule users.
 */
public final class TokensTarget {
    private static final int BYTES_MAX = 4_096;
    private static final long NOW_MILLIS = 1_800_000_000_000L;
    private static final byte[] SECRET = Bytes.of("0123456789abcdef0123456789abcdef").array();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final Vocabulary VOCABULARY = Commands.table().vocabulary();
    private static final TokenUsers USERS = new TokenUsers(VOCABULARY);
    private static final TokenReader READER =
            new TokenReader(keys(), Settings.defaults(), NOW_MILLIS);

    private TokensTarget() {}

    private static TokenKeys keys() {
        try {
            String jwk = "{\"kty\":\"oct\",\"k\":\"" + BASE64.encodeToString(SECRET) + "\"}";
            return TokenKeys.read(jwk.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > BYTES_MAX) {
            return;
        }
        int end = lineFeed(input);
        if (end < 0) {
            String token = new String(input, StandardCharsets.ISO_8859_1);
            Expect.that(isSigned(token) || admitted(token) == null, "let in unsigned: " + token);
            return;
        }
        String said =
                BASE64.encodeToString(Arrays.copyOf(input, end))
                        + "."
                        + BASE64.encodeToString(Arrays.copyOfRange(input, end + 1, input.length));
        byte[] signature = signature(said);
        Entry.Admitted entry = admitted(said + "." + BASE64.encodeToString(signature));
        if (entry != null) {
            mayDoLittle(entry);
        }
        signature[input.length % signature.length] ^= 1;
        Expect.same(
                null,
                admitted(said + "." + BASE64.encodeToString(signature)),
                "let in by another signature");
    }

    private static Entry.@Nullable Admitted admitted(String token) {
        return READER.read(token) instanceof Verdict.Good(Token good)
                        && USERS.admit(good) instanceof Entry.Admitted entry
                ? entry
                : null;
    }

    private static void mayDoLittle(Entry.Admitted entry) {
        User user = entry.account().user();
        Expect.that(!user.name().equals(Users.DEFAULT), "comes in as the default user");
        Expect.that(entry.expires() && entry.expiresMillis() > NOW_MILLIS, "has no end to come");
        for (String name : new String[] {"acl|setuser", "config|set", "client|kill", "shutdown"}) {
            Expect.that(!user.mayAlways(VOCABULARY.find(name)), "may run " + name);
        }
    }

    private static boolean isSigned(String token) {
        int end = token.lastIndexOf('.');
        return end > 0
                && MessageDigest.isEqual(
                        signature(token.substring(0, end)),
                        Base64URL.from(token.substring(end + 1)).decode());
    }

    private static byte[] signature(String said) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
            return mac.doFinal(said.getBytes(StandardCharsets.ISO_8859_1));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static int lineFeed(byte[] input) {
        for (int i = 0; i < input.length; i++) {
            if (input[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
