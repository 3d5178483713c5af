package io.crier.server.testing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Somebody who signs tokens, with a fresh key and nothing but the JDK. */
public final class TokenSigner {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final String algorithm;
    private final String keyId;
    private final @Nullable KeyPair pair;
    private final byte[] secret;

    private TokenSigner(String algorithm, String keyId, @Nullable KeyPair pair, byte[] secret) {
        this.algorithm = algorithm;
        this.keyId = keyId;
        this.pair = pair;
        this.secret = secret;
    }

    /** A signer with a key for {@code RS256}, {@code ES256}, {@code EdDSA} or {@code HS256}. */
    public static TokenSigner of(String algorithm, String keyId) {
        try {
            KeyPairGenerator generator =
                    switch (algorithm) {
                        case "RS256" -> generator("RSA");
                        case "ES256" -> generator("EC");
                        default -> KeyPairGenerator.getInstance("Ed25519");
                    };
            return algorithm.equals("HS256")
                    ? new TokenSigner(algorithm, keyId, null, random(32))
                    : new TokenSigner(algorithm, keyId, generator.generateKeyPair(), new byte[0]);
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    /** A signer for HS256 with this secret. */
    public static TokenSigner ofSecret(String keyId, byte[] secret) {
        return new TokenSigner("HS256", keyId, null, secret.clone());
    }

    private static KeyPairGenerator generator(String kind) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        if (kind.equals("RSA")) {
            generator.initialize(2_048);
        } else {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        return generator;
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return random;
    }

    private PublicKey publicKey() {
        return Objects.requireNonNull(pair).getPublic();
    }

    private static byte[] encoded(Key key) {
        return Objects.requireNonNull(key.getEncoded());
    }

    /** The public key in PEM. */
    public String pem() {
        return pem("PUBLIC KEY", encoded(publicKey()));
    }

    /** The private key in PEM, where it does not belong. */
    public String privatePem() {
        PrivateKey key = Objects.requireNonNull(pair).getPrivate();
        return pem("PRIVATE KEY", encoded(key));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    /** The key as a JWK with its id. */
    public String jwk() {
        String key =
                switch (algorithm) {
                    case "RS256" -> rsa((RSAPublicKey) publicKey());
                    case "ES256" -> ec((ECPublicKey) publicKey());
                    case "EdDSA" -> {
                        byte[] der = encoded(publicKey());
                        byte[] x = Arrays.copyOfRange(der, der.length - 32, der.length);
                        yield "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + base64(x) + "\"";
                    }
                    default -> "\"kty\":\"oct\",\"k\":\"" + base64(secret) + "\"";
                };
        return "{\"kid\":\"" + keyId + "\"," + key + "}";
    }

    private static String rsa(RSAPublicKey key) {
        return "\"kty\":\"RSA\",\"n\":\""
                + base64(unsigned(key.getModulus(), 256))
                + "\",\"e\":\""
                + base64(unsigned(key.getPublicExponent(), 3))
                + "\"";
    }

    private static String ec(ECPublicKey key) {
        return "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
                + base64(unsigned(key.getW().getAffineX(), 32))
                + "\",\"y\":\""
                + base64(unsigned(key.getW().getAffineY(), 32))
                + "\"";
    }

    private static byte[] unsigned(BigInteger number, int bytes) {
        byte[] signed = number.toByteArray();
        byte[] fixed = new byte[bytes];
        int length = Math.min(bytes, signed.length);
        System.arraycopy(signed, signed.length - length, fixed, bytes - length, length);
        return fixed;
    }

    /** A JWKS of the keys of several. */
    public static String jwks(TokenSigner... signers) {
        return "{\"keys\":["
                + String.join(",", Arrays.stream(signers).map(TokenSigner::jwk).toList())
                + "]}";
    }

    /** A token with these claims, its algorithm and no key id. */
    public String sign(String claims) {
        return sign("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}", claims);
    }

    /** A token with these claims that names its key. */
    public String signWithId(String claims) {
        return sign("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + keyId + "\"}", claims);
    }

    /** A token with this head, whatever that says, signed with this key. */
    public String sign(String head, String claims) {
        String signed =
                base64(head.getBytes(StandardCharsets.UTF_8))
                        + "."
                        + base64(claims.getBytes(StandardCharsets.UTF_8));
        return signed + "." + base64(signature(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] signature(byte[] bytes) {
        try {
            if (pair == null) {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret, "HmacSHA256"));
                return mac.doFinal(bytes);
            }
            Signature signature =
                    Signature.getInstance(
                            switch (algorithm) {
                                case "RS256" -> "SHA256withRSA";
                                case "ES256" -> "SHA256withECDSAinP1363Format";
                                default -> "Ed25519";
                            });
            signature.initSign(pair.getPrivate());
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    static String base64(byte[] bytes) {
        return URL.encodeToString(bytes);
    }

    /** Bytes as a part of a token. */
    public static String part(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }
}
