package io.crier.server.web;

import io.crier.server.testing.TokenSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A service that signs tokens for its users, and servers that accept these beside a password. */
final class TokenIssuer {
    /** What most users may do, as claims of their tokens. */
    static final String RIGHTS =
            "\"publish\":[\"alliance:red\"],\"subscribe\":[\"global\",\"alliance:*\"]";

    private static final TokenSigner SIGNER = TokenSigner.of("ES256", "1");

    private TokenIssuer() {}

    /** Starts a server whose default user has the password {@code secret}. */
    static WebServer start(Path directory) {
        try {
            Path keys = Files.writeString(directory.resolve("keys.pem"), SIGNER.pem());
            return WebServer.start(
                    "--requirepass",
                    "secret",
                    "--token-keys",
                    keys.toString(),
                    "--token-leeway",
                    "0");
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** What a token says that expires in so many seconds. */
    static String claims(String user, long seconds, String rights) {
        long end = Instant.now().getEpochSecond() + seconds;
        return "{\"sub\":\"" + user + "\",\"exp\":" + end + "," + rights + "}";
    }

    static String sign(String claims) {
        return SIGNER.sign(claims);
    }

    /** A token for an hour. */
    static String token(String user) {
        return sign(claims(user, 3_600, RIGHTS));
    }

    /** A token of alice's that soon expires. */
    static String shortToken() {
        return sign(claims("alice", 2, RIGHTS));
    }

    /** The line of a request that shows a token. */
    static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }
}
