package io.crier.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a JWKS, or one JWK (RFC 7517, 8037). Keys for something else are passed over. */
final class JsonKeys {
    /** What stands before the 32 bytes of a public key of Ed25519 (RFC 8410). */
    private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int ED25519_BYTES = 32;

    private JsonKeys() {}

    static List<TokenKey> read(String json) throws IOException {
        List<TokenKey> keys = new ArrayList<>();
        for (JWK key : parse(json)) {
            TokenKey usable = isForTokens(key) ? usable(key) : null;
            if (usable != null && isOfItsAlgorithm(key, usable.signing())) {
                keys.add(usable);
            }
        }
        return keys;
    }

    private static List<JWK> parse(String json) throws IOException {
        try {
            Map<String, Object> object = JSONObjectUtils.parse(json);
            return object.containsKey("keys")
                    ? JWKSet.parse(object).getKeys()
                    : List.of(JWK.parse(object));
        } catch (ParseException | IllegalArgumentException malformed) {
            throw new IOException("is no JWKS", malformed);
        }
    }

    private static boolean isForTokens(JWK key) {
        return (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                && (key.getKeyOperations() == null
                        || key.getKeyOperations().contains(KeyOperation.VERIFY));
    }

    private static boolean isOfItsAlgorithm(JWK key, Signing signing) {
        if (key.getAlgorithm() == null) {
            return true;
        }
        String name = key.getAlgorithm().getName();
        return signing == Signing.EDDSA
                ? name.equals("EdDSA") || name.equals("Ed25519")
                : name.equals(signing.name());
    }

    private static @Nullable TokenKey usable(JWK key) throws IOException {
        if (key.isPrivate() && !(key instanceof OctetSequenceKey)) {
            throw new IOException("a key is private; that belongs to the signer alone");
        }
        try {
            return switch (key) {
                case RSAKey rsa -> TokenKeys.of(rsa.getKeyID(), rsa.toRSAPublicKey());
                case ECKey ec when ec.getCurve().equals(Curve.P_256) ->
                        TokenKeys.of(ec.getKeyID(), ec.toECPublicKey());
                case OctetKeyPair pair when pair.getCurve().equals(Curve.Ed25519) ->
                        TokenKeys.of(pair.getKeyID(), ed25519(pair.getDecodedX()));
                case OctetSequenceKey secret ->
                        TokenKeys.secret(secret.getKeyID(), secret.toByteArray());
                default -> null;
            };
        } catch (JOSEException | GeneralSecurityException malformed) {
            throw new IOException("a key is malformed", malformed);
        }
    }

    private static PublicKey ed25519(byte[] x) throws IOException, GeneralSecurityException {
        if (x.length != ED25519_BYTES) {
            throw new IOException("a key of Ed25519 must have " + ED25519_BYTES + " bytes");
        }
        byte[] encoded = new byte[ED25519_HEAD.length + ED25519_BYTES];
        System.arraycopy(ED25519_HEAD, 0, encoded, 0, ED25519_HEAD.length);
        System.arraycopy(x, 0, encoded, ED25519_HEAD.length, ED25519_BYTES);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
