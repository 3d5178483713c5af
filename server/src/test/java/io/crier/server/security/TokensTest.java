package io.crier.server.security;

import static io.crier.server.security.TokenDesk.CLAIMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.message.Bytes;
import io.crier.server.testing.TokenSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens let somebody in; with a clock that stands still. */
final class TokensTest {
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
            assertThat(desk.good(token))
                    .isEqualTo(
                            new Token(
                                    Bytes.of("alice"),
                                    List.of(Bytes.of("alliance:red")),
                                    List.of(Bytes.of("global"), Bytes.of("alliance:*")),
                                    1_700_000_065_000L));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA", "HS256"})
    void aTokenThatWasChangedIsRefused(String algorithm) {
        String token = signer(algorithm).sign(CLAIMS);
        int first = token.indexOf('.');
        int second = token.lastIndexOf('.');
        String claims = TokenSigner.part(CLAIMS.replace("alice", "admin"));

        assertThat(desk.wrong(token.substring(0, first + 1) + claims + token.substring(second)))
                .isEqualTo("no key of token-keys has signed the token");
        for (int i : new int[] {second + 1, second + 20, token.length() - 3}) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            desk.wrong(token.substring(0, i) + other + token.substring(i + 1));
        }
        desk.wrong(token.substring(0, second + 1));
        desk.wrong(token + "AAAA");
    }

    @Test
    void aStrangersTokenIsRefusedAlsoWithAKnownKeyId() {
        assertThat(desk.wrong(STRANGER.sign(CLAIMS)))
                .isEqualTo("no key of token-keys has signed the token");
        assertThat(desk.wrong(STRANGER.signWithId(CLAIMS)))
                .isEqualTo("no key of token-keys has signed the token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none", "None", "NONE", "HS384", "HS512", "RS384", "PS256", "ES384", "ES256K",
                "rs256", ""
            })
    void otherAlgorithmsAreRefused(String algorithm) {
        String head = "{\"alg\":\"" + algorithm + "\"}";

        desk.wrong(SECRET.sign(head, CLAIMS));
        desk.wrong(RSA.sign(head, CLAIMS));
        desk.wrong(TokenSigner.part(head) + "." + TokenSigner.part(CLAIMS) + ".");
    }

    @Test
    void anAlgorithmOfAnotherKeyIsRefused() {
        assertThat(desk.wrong(RSA.sign("{\"alg\":\"RS256\",\"kid\":\"ec\"}", CLAIMS)))
                .startsWith("no key of token-keys is for");
        assertThat(desk.wrong(EC.sign("{\"alg\":\"RS256\"}", CLAIMS)))
                .isEqualTo("no key of token-keys has signed the token");
        assertThat(desk.wrong(SECRET.sign("{\"alg\":\"HS256\",\"kid\":\"rsa\"}", CLAIMS)))
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
            assertThat(desk.wrong(STRANGER.sign(head, CLAIMS)))
                    .isEqualTo("no key of token-keys has signed the token");
        }
        assertThat(desk.wrong(EC.sign("{\"alg\":\"ES256\",\"crit\":[\"x\"],\"x\":1}", CLAIMS)))
                .startsWith("crit must be absent");
    }

    @Test
    void timesCountWithTheLeeway() {
        desk.seconds = TokenDesk.NOW_SECONDS + 64;
        desk.good(EC.sign(CLAIMS));
        desk.seconds = TokenDesk.NOW_SECONDS + 65;
        assertThat(desk.wrong(EC.sign(CLAIMS))).isEqualTo("the token has expired");
        desk.seconds = TokenDesk.NOW_SECONDS;

        String later = CLAIMS.replace("\"sub\"", "\"nbf\":1700000006,\"sub\"");
        assertThat(desk.wrong(EC.sign(later))).isEqualTo("the token is not valid yet (nbf)");
        desk.good(EC.sign(later.replace("1700000006", "1700000005")));

        desk.set("token-leeway", "0");
        desk.seconds = TokenDesk.NOW_SECONDS + 60;
        assertThat(desk.wrong(EC.sign(CLAIMS))).isEqualTo("the token has expired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "0", "9223372036854775807", "1e300", "\"1700000060\"", "null", "[1]"})
    void strangeTimesAreRefused(String time) {
        desk.wrong(EC.sign(CLAIMS.replace("1700000060", time)));
    }

    @Test
    void issuerAndAudienceCountWhereTheyAreSet() {
        String claims =
                CLAIMS.replace(
                        "\"sub\"", "\"iss\":\"https://game\",\"aud\":[\"chat\",\"b\"],\"sub\"");
        desk.set("token-issuer", "https://game");
        desk.set("token-audience", "chat");

        desk.good(EC.sign(claims));
        assertThat(desk.wrong(EC.sign(CLAIMS))).startsWith("iss must be");
        assertThat(desk.wrong(EC.sign(claims.replace("https://game", "https://gam"))))
                .startsWith("iss must be");
        assertThat(desk.wrong(EC.sign(claims.replace("chat", "chap")))).startsWith("aud must name");
        desk.good(EC.sign(claims.replace("[\"chat\",\"b\"]", "\"chat\"")));
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
        desk.wrong(EC.sign(claims));
    }

    @Test
    void longNamesAndManyGlobsAreRefused() {
        assertThat(desk.wrong(EC.sign(CLAIMS.replace("alice", "a".repeat(257)))))
                .startsWith("sub must");
        assertThat(desk.wrong(EC.sign(CLAIMS.replace("global", "g".repeat(1_025)))))
                .startsWith("subscribe must have globs of at most 1024 bytes");
        String many = "\"a\",".repeat(256);
        assertThat(desk.wrong(EC.sign(CLAIMS.replace("\"global\"", many + "\"a\""))))
                .startsWith("subscribe must have at most 256 globs");
    }

    @Test
    void whatIsNotSaidIsNotAllowed() {
        Token token = desk.good(EC.sign("{\"sub\":\"alice\",\"exp\":1700000060}"));

        assertThat(token.publish()).isEmpty();
        assertThat(token.subscribe()).isEmpty();
        assertThat(desk.good(EC.sign(CLAIMS.replace("[\"alliance:red\"]", "\"one\""))).publish())
                .containsExactly(Bytes.of("one"));
    }

    @Test
    void aLongTokenIsRefusedUnread() {
        assertThat(desk.wrong(EC.sign(CLAIMS.replace("alice", "a".repeat(8_000)))))
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
        desk.wrong(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256", "HS256"})
    void aTokenHasOneTextAlone(String algorithm) {
        String token = signer(algorithm).sign(CLAIMS);
        char last = token.charAt(token.length() - 1);
        desk.good(token);

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
            assertThat(desk.wrong(same)).isEqualTo("the token is malformed, or not signed");
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
    void nothingOfATokenStandsInWhatIsSaidOfIt() {
        for (String token :
                List.of(
                        STRANGER.sign(CLAIMS),
                        EC.sign(CLAIMS.replace("1700000060", "1600000000")),
                        EC.sign("{\"alg\":\"secretalg\"}", CLAIMS))) {
            assertThat(desk.wrong(token)).doesNotContain("alice", "eyJ", "secretalg");
        }
    }
}
