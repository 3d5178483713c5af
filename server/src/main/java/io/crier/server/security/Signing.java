package io.crier.server.security;

import com.nimbusds.jose.JWSAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are signed. Each kind of key has one way, so that a token cannot choose another one
 * for it.
 */
enum Signing {
    RS256("RS256"),
    ES256("ES256"),
    EDDSA("EdDSA"),
    HS256("HS256");

    private final String word;

    Signing(String word) {
        this.word = word;
    }

    JWSAlgorithm algorithm() {
        return JWSAlgorithm.parse(word);
    }

    /** The way that a token names; null for one that is not allowed. */
    static @Nullable Signing named(JWSAlgorithm algorithm) {
        return switch (algorithm.getName()) {
            case "RS256" -> RS256;
            case "ES256" -> ES256;
            case "EdDSA", "Ed25519" -> EDDSA;
            case "HS256" -> HS256;
            default -> null;
        };
    }
}
