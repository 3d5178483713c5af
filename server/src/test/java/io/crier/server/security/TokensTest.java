package io.crier.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.testing.TokenSigner;
import io.crier.server.threading.Clock;
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

/** Which tokens let somebody in; with a clock that stands still. */
final class TokensTest {
    private static final long NOW_SECONDS = 1_700_000_000;
    private static final String CLAIMS =
            "{\"sub\":\"alice\",\"exp\":1700000060,\"publish\":[\"alliance:red\"],\"subscribe\":[\"global\",\"alliance:*\"]}";

    private static final TokenSigner RSA = TokenSigner.of("RS256", "rsa");
    private static final TokenSigner EC = TokenSigner.of("ES256", "ec");
    private static final TokenSigner ED = TokenSigner.of("EdDSA", "ed");
    private static final TokenSigner SECRET = TokenSigner.of("HS256", "secret");
    private static final TokenSigner STRANGER = TokenSigner.of("ES256", "ec");

    private static final class StandingClock implements Clock {
        long seconds = NOW_SECONDS;

        @Override
        public long nanos() {
            throw new AssertionError("tokens need the time of day alone");
        }

        @Override
        public long epochMicros() {
            return seconds * 1_000_000;
        }
    }

    @TempDir Path directory;

    private final StandingClock clock = new StandingClock();
    private LiveSettings settings = new LiveSettings(Settings.defaults(), null);
    private Tokens tokens = new Tokens(settings, clock);
    private Path file = Path.of("");

    @BeforeEach
    void open() throws IOException {
        file = directory.resolve("keys");
        begin(TokenSigner.jwks(RSA, EC, ED, SECRET));
    }

    private void begin(String keys) throws IOException {
        tokens.close();
        Files.writeString(file, keys);
        settings =
                new LiveSettings(
                        Settings.defaults().with(SettingTable.TOKEN_KEYS, file.toString()), null);
        tokens = new Tokens(settings, clock);
        tokens.open();
    }

    @AfterEach
    void close() {
        tokens.close();
    }

    private String set(String name, String value) {
        return String.valueOf(
                settings.change(List.of(new LiveSettings.Pair(name, Bytes.of(value)))));
    }

    private Verdict check(String token) {
        return tokens.check(Bytes.of(token));
    }

    private Token good(String token) {
        Verdict verdict = check(token);
        assertThat(verdict).isInstanceOf(Verdict.Good.class);
        return ((Verdict.Good) verdict).token();
    }

    private String wrong(String token) {
        Verdict verdict = check(token);
        assertThat(verdict).isInstanceOf(Verdict.Wrong.class);
        return ((Verdict.Wrong) verdict).why();
    }

    private static TokenSigner signer(String algorithm) {
        return switch (algorithm) {
            case "RS256" -> RSA;
            case "ES256" -> EC;
            case "EdDSA" -> ED;
            default -> SECRET;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA", "HS256"})
    void aTokenOfEachAlgorithmSaysWhoMayDoWhat(String algorithm) {
        for (String token :
                List.of(signer(algorithm).sign(CLAIMS), signer(algorithm).signWithId(CLAIMS))) {
            assertThat(good(token))
                    .isEqualTo(
                            new Token(
                                    Bytes.of("alice"),
                                    List.of(Bytes.of("alliance:red")),
                                    List.of(Bytes.of("global"), Bytes.of("alliance:*")),
                                    1_700_000_065_000L));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
    void keysMayComeInPem(String algorithm) throws IOException {
        begin("for tests\n" + STRANGER.pem() + "\n" + signer(algorithm).pem());

        good(signer(algorithm).sign(CLAIMS));
        good(signer(algorithm).signWithId(CLAIMS));
        good(STRANGER.sign(CLAIMS));
        assertThat(wrong(SECRET.sign(CLAIMS))).startsWith("no key of token-keys is for");
    }

    @Test
    void aSecretMayComeAsOneJwk() throws IOException {
        begin(SECRET.jwk());

        good(SECRET.sign(CLAIMS));
        assertThat(wrong(RSA.sign(CLAIMS))).startsWith("no key of token-keys is for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA", "HS256"})
    void aTokenThatWasChangedIsRefused(String algorithm) {
        String token = signer(algorithm).sign(CLAIMS);
        int first = token.indexOf('.');
        int second = token.lastIndexOf('.');
        String claims = TokenSigner.part(CLAIMS.replace("alice", "admin"));

        assertThat(wrong(token.substring(0, first + 1) + claims + token.substring(second)))
                .isEqualTo("no key of token-keys has signed the token");
        for (int i : new int[] {second + 1, second + 20, token.length() - 3}) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            wrong(token.substring(0, i) + other + token.substring(i + 1));
        }
        wrong(token.substring(0, second + 1));
        wrong(token + "AAAA");
    }

    @Test
    void aStrangersTokenIsRefusedAlsoWithAKnownKeyId() {
        assertThat(wrong(STRANGER.sign(CLAIMS)))
                .isEqualTo("no key of token-keys has signed the token");
        assertThat(wrong(STRANGER.signWithId(CLAIMS)))
                .isEqualTo("no key of token-keys has signed the token");
    }

    /** The public key of RS256 must not serve as the secret of HS256. */
    @Test
    void aPublicKeyIsNoSecret() throws IOException {
        begin(RSA.pem());
        byte[] der = Base64.getMimeDecoder().decode(RSA.pem().replaceAll("-----.*-----", ""));

        for (byte[] secret : List.of(RSA.pem().getBytes(StandardCharsets.US_ASCII), der)) {
            assertThat(wrong(TokenSigner.ofSecret("rsa", secret).sign(CLAIMS)))
                    .startsWith("no key of token-keys is for");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none", "None", "NONE", "HS384", "HS512", "RS384", "PS256", "ES384", "ES256K",
                "rs256", ""
            })
    void otherAlgorithmsAreRefused(String algorithm) {
        String head = "{\"alg\":\"" + algorithm + "\"}";

        wrong(SECRET.sign(head, CLAIMS));
        wrong(RSA.sign(head, CLAIMS));
        wrong(TokenSigner.part(head) + "." + TokenSigner.part(CLAIMS) + ".");
    }

    @Test
    void anAlgorithmOfAnotherKeyIsRefused() {
        assertThat(wrong(RSA.sign("{\"alg\":\"RS256\",\"kid\":\"ec\"}", CLAIMS)))
                .startsWith("no key of token-keys is for");
        assertThat(wrong(EC.sign("{\"alg\":\"RS256\"}", CLAIMS)))
                .isEqualTo("no key of token-keys has signed the token");
        assertThat(wrong(SECRET.sign("{\"alg\":\"HS256\",\"kid\":\"rsa\"}", CLAIMS)))
                .startsWith("no key of token-keys is for");
    }

    @Test
    void keysThatATokenBringsAreNotUsed() {
        String own = STRANGER.jwk();

        for (String head :
                List.of(
                        "{\"alg\":\"ES256\",\"jwk\":" + own + "}",
                        "{\"alg\":\"ES256\",\"jku\":\"http://127.0.0.1:1/keys\"}",
                        "{\"alg\":\"ES256\",\"x5u\":\"http://127.0.0.1:1/keys\"}")) {
            assertThat(wrong(STRANGER.sign(head, CLAIMS)))
                    .isEqualTo("no key of token-keys has signed the token");
        }
        assertThat(wrong(EC.sign("{\"alg\":\"ES256\",\"crit\":[\"x\"],\"x\":1}", CLAIMS)))
                .startsWith("crit must be absent");
    }

    @Test
    void timesCountWithTheLeeway() {
        clock.seconds = NOW_SECONDS + 64;
        good(EC.sign(CLAIMS));
        clock.seconds = NOW_SECONDS + 65;
        assertThat(wrong(EC.sign(CLAIMS))).isEqualTo("the token has expired");
        clock.seconds = NOW_SECONDS;

        String later = CLAIMS.replace("\"sub\"", "\"nbf\":1700000006,\"sub\"");
        assertThat(wrong(EC.sign(later))).isEqualTo("the token is not valid yet (nbf)");
        good(EC.sign(later.replace("1700000006", "1700000005")));

        set("token-leeway", "0");
        clock.seconds = NOW_SECONDS + 60;
        assertThat(wrong(EC.sign(CLAIMS))).isEqualTo("the token has expired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "0", "9223372036854775807", "1e300", "\"1700000060\"", "null", "[1]"})
    void strangeTimesAreRefused(String time) {
        wrong(EC.sign(CLAIMS.replace("1700000060", time)));
    }

    @Test
    void issuerAndAudienceCountWhereTheyAreSet() {
        String claims =
                CLAIMS.replace(
                        "\"sub\"", "\"iss\":\"https://game\",\"aud\":[\"chat\",\"b\"],\"sub\"");
        set("token-issuer", "https://game");
        set("token-audience", "chat");

        good(EC.sign(claims));
        assertThat(wrong(EC.sign(CLAIMS))).startsWith("iss must be");
        assertThat(wrong(EC.sign(claims.replace("https://game", "https://gam"))))
                .startsWith("iss must be");
        assertThat(wrong(EC.sign(claims.replace("chat", "chap")))).startsWith("aud must name");
        good(EC.sign(claims.replace("[\"chat\",\"b\"]", "\"chat\"")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"exp\":1700000060}",
                "{\"sub\":\"\",\"exp\":1700000060}",
                "{\"sub\":\"default\",\"exp\":1700000060}",
                "{\"sub\":\"a b\",\"exp\":1700000060}",
                "{\"sub\":\"a\\nb\",\"exp\":1700000060}",
                "{\"sub\":\"alice\"}",
                "{\"sub\":\"alice\",\"exp\":1700000060,\"publish\":7}",
                "{\"sub\":\"alice\",\"exp\":1700000060,\"publish\":[7]}",
                "{\"sub\":\"alice\",\"exp\":1700000060,\"publish\":[[\"a\"]]}",
                "{\"sub\":\"alice\",\"exp\":1700000060,\"subscribe\":{\"a\":1}}",
                "{\"sub\":\"alice\",\"exp\":1700000060,\"subscribe\":[\"a &b\"]}",
                "[]",
                "7",
                "no JSON",
                ""
            })
    void claimsThatSayNothingClearAreRefused(String claims) {
        wrong(EC.sign(claims));
    }

    @Test
    void longNamesAndManyGlobsAreRefused() {
        assertThat(wrong(EC.sign(CLAIMS.replace("alice", "a".repeat(257))))).startsWith("sub must");
        assertThat(wrong(EC.sign(CLAIMS.replace("global", "g".repeat(1_025)))))
                .startsWith("subscribe must have globs of at most 1024 bytes");
        String many = "\"a\",".repeat(256);
        assertThat(wrong(EC.sign(CLAIMS.replace("\"global\"", many + "\"a\""))))
                .startsWith("subscribe must have at most 256 globs");
    }

    @Test
    void whatIsNotSaidIsNotAllowed() {
        Token token = good(EC.sign("{\"sub\":\"alice\",\"exp\":1700000060}"));

        assertThat(token.publish()).isEmpty();
        assertThat(token.subscribe()).isEmpty();
        assertThat(good(EC.sign(CLAIMS.replace("[\"alliance:red\"]", "\"one\""))).publish())
                .containsExactly(Bytes.of("one"));
    }

    @Test
    void aLongTokenIsRefusedUnread() {
        assertThat(wrong(EC.sign(CLAIMS.replace("alice", "a".repeat(8_000)))))
                .isEqualTo("a token must have at most 8192 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a.b",
                "a.b.c",
                "ey.ey.ey",
                "eyJhbGciOiJFUzI1NiJ9..",
                "eyJhbGciOiJFUzI1NiJ9.e30.",
                "eyJ.eyJ.eyJ",
                "e30.e30.e30",
                "eyJhbGciOiJFUzI1NiJ9.e30.AAAA.AAAA.AAAA"
            })
    void garbageIsRefused(String token) {
        wrong(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256", "HS256"})
    void aTokenHasOneTextAlone(String algorithm) {
        String token = signer(algorithm).sign(CLAIMS);
        char last = token.charAt(token.length() - 1);
        good(token);

        for (String same :
                List.of(
                        token + "=",
                        token + "\n",
                        token + "~",
                        token.replaceFirst("\\.", "=."),
                        token.substring(0, token.length() - 5)
                                + " "
                                + token.substring(token.length() - 5),
                        token.substring(0, token.length() - 1) + (char) (last + 1))) {
            assertThat(wrong(same)).isEqualTo("the token is malformed, or not signed");
        }
    }

    @Test
    void aPasswordDoesNotHaveTheFormOfAToken() {
        assertThat(Tokens.hasForm(Bytes.of(EC.sign(CLAIMS)))).isTrue();
        for (String password :
                List.of("", "secret", "a.b.c", "ey.b", "ey.b.c.d", "ey J.b.c", "eyJ.b.c!")) {
            assertThat(Tokens.hasForm(Bytes.of(password))).as(password).isFalse();
        }
    }

    @Test
    void withoutKeysNoTokenIsAccepted() {
        assertThat(set("token-keys", "")).isEqualTo("null");

        assertThat(tokens.accepted()).isFalse();
        assertThat(wrong(EC.sign(CLAIMS))).startsWith("tokens are not accepted");
    }

    @Test
    void aKeyFileThatChangesIsReadAgain() throws IOException {
        Files.writeString(file, STRANGER.pem());

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> good(STRANGER.sign(CLAIMS)));
        wrong(EC.sign(CLAIMS));
    }

    @Test
    void theKeysStayWhileTheirFileCannotBeUsed() throws IOException {
        Files.writeString(file, "half of it");
        Files.delete(file);
        good(EC.sign(CLAIMS));

        Files.writeString(file, STRANGER.pem());

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> good(STRANGER.sign(CLAIMS)));
    }

    @Test
    void aKeyFileThatCannotBeUsedStopsTheStartAndIsNotTakenLater() throws IOException {
        Path missing = directory.resolve("missing");
        assertThat(set("token-keys", missing.toString()))
                .endsWith(
                        "(possibly related to argument 'token-keys') - "
                                + missing
                                + ": no such file");
        good(EC.sign(CLAIMS));

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
            assertThatThrownBy(() -> begin(bad))
                    .as(bad)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("token-keys: " + file + ": ");
        }
    }

    @Test
    void whatAPrivateKeyIsToldNamesItsPlace() {
        assertThatThrownBy(() -> begin(RSA.privatePem()))
                .hasMessage(
                        "token-keys: "
                                + file
                                + ": PEM blocks must be PUBLIC KEY, got PRIVATE KEY; that belongs"
                                + " to the signer alone");
    }

    @Test
    void keysForOtherPurposesArePassedOver() throws IOException {
        String forEncryption = EC.jwk().replace("{", "{\"use\":\"enc\",");
        String otherAlgorithm = RSA.jwk().replace("{", "{\"alg\":\"RS512\",");
        String unknown = "{\"kty\":\"new\"}";
        begin(
                "{\"keys\":["
                        + forEncryption
                        + ","
                        + otherAlgorithm
                        + ","
                        + unknown
                        + ","
                        + ED.jwk()
                        + "]}");

        good(ED.sign(CLAIMS));
        wrong(EC.sign(CLAIMS));
        wrong(RSA.sign(CLAIMS));
    }

    @Test
    void nothingOfATokenStandsInWhatIsSaidOfIt() {
        for (String token :
                List.of(
                        STRANGER.sign(CLAIMS),
                        EC.sign(CLAIMS.replace("1700000060", "1600000000")),
                        EC.sign("{\"alg\":\"secretalg\"}", CLAIMS))) {
            assertThat(wrong(token)).doesNotContain("alice", "eyJ", "secretalg");
        }
    }
}
