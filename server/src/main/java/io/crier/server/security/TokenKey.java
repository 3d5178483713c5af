package io.crier.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * A key that tokens may be signed with.
 *
 * @param id its {@code kid}; null where it has none
 * @param verifier may be used by any thread
 */
record TokenKey(@Nullable String id, Signing signing, JWSVerifier verifier) {
    /** Of ES256 and EdDSA. */
    private static final int SIGNATURE_BYTES = 64;

    /** Whether a token with this head could be signed with it. */
    boolean fits(Signing named, @Nullable String keyId) {
        return signing == named && (id == null || keyId == null || id.equals(keyId));
    }

    /** Verifies something that it never signed. */
    void prepare() {
        JWSHeader head = new JWSHeader.Builder(signing.algorithm()).keyID("none").build();
        try {
            Base64URL nothing = Base64URL.encode(new byte[SIGNATURE_BYTES]);
            signed(new JWSObject(head.toBase64URL(), Base64URL.encode("{}"), nothing));
        } catch (ParseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    boolean signed(JWSObject token) {
        try {
            return token.verify(verifier);
        } catch (JOSEException | IllegalStateException impossible) {
            return false;
        }
    }
}
