package io.crier.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of a file: all that tokens may be signed with at one moment. Immutable. */
final class TokenKeys {
    static final int FILE_BYTES_MAX = 64 * 1024;

    private static final int COUNT_MAX = 32;
    private static final int RSA_BITS_MIN = 2_048;
    private static final int SECRET_BYTES_MIN = 32;
    private static final int RSA_BITS_MAX = 8_192;

    private final List<TokenKey> keys;

    private TokenKeys(List<TokenKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads public keys in PEM, or a JWKS or JWK.
     *
     * @throws IOException if there is no key that can be used, or one that must not stand there;
     *     the message says why
     */
    static TokenKeys read(byte[] file) throws IOException {
        if (file.length > FILE_BYTES_MAX) {
            throw new IOException("must have at most " + FILE_BYTES_MAX + " bytes");
        }
        String text = new String(file, StandardCharsets.UTF_8).strip();
        List<TokenKey> keys = text.startsWith("{") ? JsonKeys.read(text) : PemKeys.read(text);
        if (keys.isEmpty()) {
            throw new IOException(
                    "must hold public keys (RSA, EC P-256 or Ed25519) in PEM, or a JWKS with such"
                            + " keys or secrets for HS256");
        }
        if (keys.size() > COUNT_MAX) {
            throw new IOException("must hold at most " + COUNT_MAX + " keys, got " + keys.size());
        }
        return new TokenKeys(keys);
    }

    /** A public key; null for one of a kind that is not used here. */
    static @Nullable TokenKey of(@Nullable String id, PublicKey key) throws IOException {
        return switch (key) {
            case RSAPublicKey rsa -> new TokenKey(id, Signing.RS256, verifier(rsa));
            case ECPublicKey ec when isP256(ec) -> new TokenKey(id, Signing.ES256, verifier(ec));
            case EdECPublicKey ed when isEd25519(ed) ->
                    new TokenKey(id, Signing.EDDSA, new Ed25519Verifier(ed));
            default -> null;
        };
    }

    private static boolean isP256(ECPublicKey key) {
        ECParameterSpec curve = key.getParams();
        return curve != null && Curve.P_256.equals(Curve.forECParameterSpec(curve));
    }

    private static boolean isEd25519(EdECPublicKey key) {
        NamedParameterSpec curve = key.getParams();
        return curve != null && "Ed25519".equals(curve.getName());
    }

    private static JWSVerifier verifier(RSAPublicKey key) throws IOException {
        int bits = key.getModulus().bitLength();
        if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX) {
            throw new IOException(
                    "an RSA key must have "
                            + RSA_BITS_MIN
                            + " to "
                            + RSA_BITS_MAX
                            + " bits, got "
                            + bits);
        }
        return new RSASSAVerifier(key);
    }

    private static JWSVerifier verifier(ECPublicKey key) throws IOException {
        try {
            return new ECDSAVerifier(key);
        } catch (JOSEException otherCurve) {
            throw new IOException("an EC key must be of the curve P-256", otherCurve);
        }
    }

    static TokenKey secret(@Nullable String id, byte[] secret) throws IOException {
        if (secret.length < SECRET_BYTES_MIN) {
            throw new IOException(
                    "a secret must have at least "
                            + SECRET_BYTES_MIN
                            + " bytes, got "
                            + secret.length);
        }
        try {
            return new TokenKey(id, Signing.HS256, new MACVerifier(secret));
        } catch (JOSEException impossible) {
            throw new IOException("a secret that HS256 cannot use", impossible);
        }
    }

    /** Loads what verifying needs, so that the first token does not cost an event loop that. */
    void prepare() {
        for (TokenKey key : keys) {
            key.prepare();
        }
    }

    int count() {
        return keys.size();
    }

    /** The keys that a token with this head could be signed with. */
    List<TokenKey> fitting(Signing signing, @Nullable String keyId) {
        return keys.stream().filter(key -> key.fits(signing, keyId)).toList();
    }
}
