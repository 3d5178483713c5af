package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an Authorization header shows, and what is said of it. */
final class CredentialsTest {
    @ParameterizedTest
    @ValueSource(strings = {"alice:secret", ":secret"})
    void thePasswordIsNotInTheTextOfCredentials(String pair) {
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));

        assertThat(String.valueOf(Credentials.of("Basic " + basic)))
                .startsWith("credentials of ")
                .doesNotContain("secret");
        assertThat(String.valueOf(Credentials.of("Bearer secret")))
                .isEqualTo("credentials of nobody named");
    }
}
