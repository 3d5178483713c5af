package io.crier.server.broker;

import static io.crier.server.broker.GlobCases.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crier.server.message.Bytes;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    static List<GlobCases.Case> handmade() {
        return GlobCases.HANDMADE;
    }

    @ParameterizedTest
    @MethodSource("handmade")
    void aPatternMeansWhatItMeansToRedis(GlobCases.Case example) {
        Glob glob = Glob.compile(bytes(example.pattern()));

        assertThat(example.matching()).allMatch(channel -> glob.matches(bytes(channel)));
        assertThat(example.others()).noneMatch(channel -> glob.matches(bytes(channel)));
    }

    @Test
    void onlyTheGivenSliceOfTheTextCounts() {
        byte[] text = "xxnews:1yy".getBytes(ISO_8859_1);

        assertThat(Glob.compile(bytes("news:?")).matches(text, 2, 6)).isTrue();
        assertThat(Glob.compile(bytes("*s*1")).matches(text, 2, 6)).isTrue();
        assertThat(Glob.compile(bytes("*s*y")).matches(text, 2, 6)).isFalse();
        assertThat(Glob.matches("xx*yy".getBytes(ISO_8859_1), text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "MAX*, maxclients, true",
        "max*, MAXCLIENTS, true",
        "m[A-Z]x, mAx, true",
        "m[A-Z]x, max, true",
        "m[^A-Z]x, max, false",
        "m[A]x, max, true",
        "\\M?x, max, true",
        // An escaped byte in a class keeps its case; a range across cases may turn out empty.
        "m[\\A]x, max, false",
        "m[\\A]x, mAx, true",
        "m[Z-a]x, max, false",
        "m[_-Z]x, m_x, false",
    })
    void caseIsIgnoredAsInConfigGet(String pattern, String name, boolean expected) {
        Glob glob = Glob.compileIgnoringCase(bytes(pattern));

        assertThat(glob.matches(bytes(name))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 40, 90, 200})
    void runsOfAnyLengthMatchAsTheSameRegularExpression(int longestRun) {
        Random random = new Random(longestRun);
        int matched = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder pattern = new StringBuilder();
            StringBuilder channel = new StringBuilder();
            for (int part = random.nextInt(4); part >= 0; part--) {
                String run = GlobCases.random(random, "aaaaab?", random.nextInt(longestRun + 1));
                pattern.append(run).append(part > 0 || random.nextBoolean() ? "*" : "");
                channel.append(run.replace('?', 'b')).append("a".repeat(random.nextInt(3)));
                if (random.nextInt(8) == 0 && !channel.isEmpty()) {
                    channel.setCharAt(random.nextInt(channel.length()), 'a');
                }
            }
            String regex = pattern.toString().replace("?", ".").replaceAll("\\*+", ".*");
            boolean expected =
                    channel.isEmpty() ? pattern.isEmpty() : Pattern.matches(regex, channel);
            matched += expected ? 1 : 0;
            assertThat(Glob.compile(bytes(pattern.toString())).matches(bytes(channel.toString())))
                    .as("%s on %s", pattern, channel)
                    .isEqualTo(expected);
        }
        assertThat(matched).isBetween(2_000, 19_000);
    }

    @Test
    void aHostilePatternCostsAFewStepsPerByte() {
        int size = 100_000;
        Bytes channel = bytes("a".repeat(size));

        assertThat(stepsPerByte("a*".repeat(1_000) + "b", channel)).isLessThan(2);
        assertThat(stepsPerByte("*a".repeat(size / 2) + "*b*", channel)).isLessThan(4);
        assertThat(stepsPerByte("*" + "a".repeat(31) + "b*", channel)).isBetween(31L, 32L);
        assertThat(stepsPerByte("*" + "?".repeat(31) + "b*", channel)).isBetween(31L, 32L);
        assertThat(stepsPerByte("*" + "[^b]".repeat(63) + "b*", channel)).isEqualTo(1);
        assertThat(stepsPerByte("*" + "a?".repeat(640) + "b*", channel)).isBetween(20L, 21L);
        assertThat(stepsPerByte("*" + "?".repeat(2_047) + "b*", channel)).isEqualTo(32);
        assertThat(stepsPerByte("*" + "a".repeat(60_000) + "b*", channel)).isLessThan(3);
        assertThat(stepsPerByte("*" + "aab".repeat(20_000) + "*", channel)).isLessThan(3);
        assertThat(stepsPerByte("*" + ("?".repeat(31) + "a*").repeat(3_000) + "b*", channel))
                .isLessThan(33);
    }

    @Test
    void whatCouldCostMoreIsRefused() {
        String longest = "*" + "?".repeat(Glob.MIXED_RUN_ITEMS_MAX) + "*";

        assertThat(Glob.refusal(bytes(longest).array(), false)).isNull();
        assertThat(Glob.refusal(bytes("x" + longest + "?*").array(), false)).isNull();
        assertThat(Glob.refusal(bytes("?".repeat(60_000) + "*" + "?".repeat(5_000)).array(), false))
                .isNull();
        assertThat(Glob.refusal(bytes("*" + "a".repeat(60_000) + "*").array(), false)).isNull();
        assertThat(Glob.refusal(bytes("*" + "a".repeat(60_000) + "*").array(), true))
                .contains("60000 items");
        assertThat(Glob.refusal(bytes("*[ab]" + longest.substring(1)).array(), false))
                .isEqualTo(
                        "pattern with 2049 items between two stars, not all of them plain bytes,"
                                + " limit 2048");
        assertThatThrownBy(() -> Glob.compile(bytes("*?" + longest.substring(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLongRunOfBytesIsFoundWhereverItIs() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            String run = GlobCases.random(random, "ab", 33 + random.nextInt(40));
            String before = GlobCases.random(random, "ab", random.nextInt(90));
            String text = before + run.substring(random.nextInt(2)) + before;
            assertThat(Glob.compile(bytes("*" + run + "*")).matches(bytes(text)))
                    .as("%s in %s", run, text)
                    .isEqualTo(text.contains(run));
        }
    }

    @Test
    void aTextThatIsTooShortCostsNothing() {
        assertThat(Glob.compile(bytes("a".repeat(1000) + "*")).run(new byte[999], 0, 999))
                .isEqualTo(~0L);
    }

    @Test
    void theIndexSeesWhatIsLiteral() {
        assertLiterals("user:*:events", "user:", "", ":events");
        assertLiterals("a?b*cd*[ef]gh", "a", "cd", "gh");
        assertLiterals("*ab?abc*", "", "abc", "");
        assertLiterals("pl\\*ain", "pl*ain", "", "");
        assertLiterals("[x]a*a", "xa", "", "a");
        assertLiterals("*", "", "", "");
        assertLiterals("?", "", "", "");
        assertLiterals("*a*b?", "", "a", "");
        assertLiterals("", "", "", "");
    }

    private static void assertLiterals(String pattern, String prefix, String infix, String suffix) {
        Glob glob = Glob.compile(bytes(pattern));
        assertThat(glob.literalPrefix()).asString(ISO_8859_1).isEqualTo(prefix);
        assertThat(glob.longestInfix()).asString(ISO_8859_1).isEqualTo(infix);
        assertThat(glob.literalSuffix()).asString(ISO_8859_1).isEqualTo(suffix);
    }

    private static long stepsPerByte(String pattern, Bytes channel) {
        long steps = Glob.compile(bytes(pattern)).run(channel.array(), 0, channel.length());
        return Math.max(steps, ~steps) / channel.length();
    }
}
