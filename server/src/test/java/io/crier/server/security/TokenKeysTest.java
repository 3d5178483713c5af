package io.crier.server.security;

import static io.crier.server.security.TokenDesk.CLAIMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crier.server.testing.TokenSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys check tokens: their forms, and the file that holds them. */
final class TokenKeysTest {
    private static final TokenSigner RSA = TokenSigner.of("RS256", "rsa");
    private static final TokenSigner EC = TokenSigner.of("ES256", "ec");
    private static final TokenSigner ED = TokenSigner.of("EdDSA", "ed");
    private static final TokenSigner SECRET = TokenSigner.of("HS256", "secret");
    private static final TokenSigner STRANGER = TokenSigner.of("ES256", "ec");

    @TempDir Path directory;

    private TokenDesk desk;

    @BeforeEach
    void open() throws IOException {
        desk = new TokenDesk(directory.resolve("keys"));
        desk.begin(TokenSigner.jwks(RSA, EC, ED, SECRET));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
    void keysMayComeInPem(String algorithm) throws IOException {
        TokenSigner signer = TokenSigner.of(algorithm, "own");
        desk.begin("for tests\n" + STRANGER.pem() + "\n" + signer.pem());

        desk.good(signer.sign(CLAIMS));
        desk.good(signer.signWithId(CLAIMS));
        desk.good(STRANGER.sign(CLAIMS));
        assertThat(desk.wrong(SECRET.sign(CLAIMS))).startsWith("no key of token-keys is for");
    }

    @Test
    void aSecretMayComeAsOneJwk() throws IOException {
        desk.begin(SECRET.jwk());

        desk.good(SECRET.sign(CLAIMS));
        assertThat(desk.wrong(RSA.sign(CLAIMS))).startsWith("no key of token-keys is for");
    }

    /** The public key of RS256 must not serve as the secret of HS256. */
    @Test
    void aPublicKeyIsNoSecret() throws IOException {
        desk.begin(RSA.pem());
        byte[] der = Base64.getMimeDecoder().decode(RSA.pem().replaceAll("-----.*-----", ""));

        for (byte[] secret : List.of(RSA.pem().getBytes(StandardCharsets.US_ASCII), der)) {
            assertThat(desk.wrong(TokenSigner.ofSecret("rsa", secret).sign(CLAIMS)))
                    .startsWith("no key of token-keys is for");
        }
    }

    @Test
    void withoutKeysNoTokenIsAccepted() {
        assertThat(desk.set("token-keys", "")).isEqualTo("null");

        assertThat(desk.accepts()).isFalse();
        assertThat(desk.wrong(EC.sign(CLAIMS))).startsWith("tokens are not accepted");
    }

    @Test
    void aKeyFileThatChangesIsReadAgain() throws IOException {
        Files.writeString(desk.file(), STRANGER.pem());

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> desk.good(STRANGER.sign(CLAIMS)));
        desk.wrong(EC.sign(CLAIMS));
    }

    @Test
    void theKeysStayWhileTheirFileCannotBeUsed() throws IOException {
        Files.writeString(desk.file(), "half of it");
        Files.delete(desk.file());
        desk.good(EC.sign(CLAIMS));

        Files.writeString(desk.file(), STRANGER.pem());

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> desk.good(STRANGER.sign(CLAIMS)));
    }

    @Test
    void aKeyFileThatCannotBeUsedStopsTheStartAndIsNotTakenLater() throws IOException {
        Path missing = directory.resolve("missing");
        assertThat(desk.set("token-keys", missing.toString()))
                .endsWith(
                        "(possibly related to argument 'token-keys') - "
                                + missing
                                + ": no such file");
        desk.good(EC.sign(CLAIMS));

        for (String bad :
                List.of(
                        "",
                        "nothing",
                        "{",
                        "{}",
                        "{\"keys\":[]}",
                        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2hvcnQ\"}]}",
                        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
                        "-----BEGIN PUBLIC KEY-----\n\u00e9\n-----END PUBLIC KEY-----\n",
                        RSA.privatePem(),
                        EC.pem().repeat(33),
                        "x".repeat(70_000))) {
            assertThatThrownBy(() -> desk.begin(bad))
                    .as(bad)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("token-keys: " + desk.file() + ": ");
        }
    }

    @Test
    void whatAPrivateKeyIsToldNamesItsPlace() {
        assertThatThrownBy(() -> desk.begin(RSA.privatePem()))
                .hasMessage(
                        "token-keys: "
                                + desk.file()
                                + ": PEM blocks must be PUBLIC KEY, got PRIVATE KEY; that belongs"
                                + " to the signer alone");
    }

    @Test
    void keysForOtherPurposesArePassedOver() throws IOException {
        String forEncryption = EC.jwk().replace("{", "{\"use\":\"enc\",");
        String otherAlgorithm = RSA.jwk().replace("{", "{\"alg\":\"RS512\",");
        String unknown = "{\"kty\":\"new\"}";
        desk.begin(
                "{\"keys\":["
                        + forEncryption
                        + ","
                        + otherAlgorithm
                        + ","
                        + unknown
                        + ","
                        + ED.jwk()
                        + "]}");

        desk.good(ED.sign(CLAIMS));
        desk.wrong(EC.sign(CLAIMS));
        desk.wrong(RSA.sign(CLAIMS));
    }
}
