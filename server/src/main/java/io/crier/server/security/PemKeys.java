package io.crier.server.security;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads public keys in PEM (RFC 7468). */
final class PemKeys {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private PemKeys() {}

    /** The keys in their order; text between them is passed over. */
    static List<TokenKey> read(String text) throws IOException {
        List<TokenKey> keys = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            String label = String.valueOf(block.group(1));
            if (!label.equals("PUBLIC KEY")) {
                throw new IOException(
                        "PEM blocks must be PUBLIC KEY, got "
                                + label
                                + (label.endsWith("PRIVATE KEY")
                                        ? "; that belongs to the signer alone"
                                        : ""));
            }
            keys.add(key(String.valueOf(block.group(2))));
        }
        return keys;
    }

    private static TokenKey key(String base64) throws IOException {
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new IOException("a PUBLIC KEY is not in base64", notBase64);
        }
        PublicKey read = null;
        for (int i = 0; i < ALGORITHMS.size() && read == null; i++) {
            read = publicKey(ALGORITHMS.get(i), der);
        }
        TokenKey key = read == null ? null : TokenKeys.of(null, read);
        if (key == null) {
            throw new IOException("a PUBLIC KEY must be one of RSA, EC P-256 or Ed25519");
        }
        return key;
    }

    private static @Nullable PublicKey publicKey(String algorithm, byte[] der) {
        try {
            return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException ofAnotherAlgorithm) {
            return null;
        }
    }
}
