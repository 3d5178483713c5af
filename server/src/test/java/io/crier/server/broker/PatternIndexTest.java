package io.crier.server.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternIndexTest {
    private static final int MANY = 100_000;

    private final PatternIndex<String> index = new PatternIndex<>();

    @Test
    void matchesArriveInTheOrderInWhichPatternsWereFirstPut() {
        put("*:end", "a*", "*", "a:b:*", "a:?:end", "[ab]*");
        index.put(Bytes.of("a*"), "put again");

        assertThat(matches("a:b:end"))
                .containsExactly("*:end", "put again", "*", "a:b:*", "a:?:end", "[ab]*");
    }

    @Test
    void aPatternIsFoundByItsVeryBytes() {
        put("a[b]");

        assertThat(index.get(Bytes.of("a[b]"))).isEqualTo("a[b]");
        assertThat(index.get(Bytes.of("ab"))).isNull();
        assertThat(index.remove(Bytes.of("ab"))).isNull();
        assertThat(matches("ab")).containsExactly("a[b]");
    }

    @Test
    void aPatternWithoutWildcardsMatchesItselfOnly() {
        put("news", "\\new\\s", "ne");

        assertThat(matches("news")).containsExactly("news", "\\new\\s");
        assertThat(matches("newspaper")).isEmpty();
    }

    @Test
    void aPatternThatFitsTwiceIsFoundOnce() {
        for (int number = 0; number < 20; number++) {
            put("*ab*" + "?".repeat(number));
        }

        assertThat(matches("abab")).containsExactly("*ab*", "*ab*?", "*ab*??");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyMixOfPatternsMatchesAsIfAllWereTried(long seed) {
        Random random = new Random(seed);
        LinkedHashMap<Bytes, Glob> all = new LinkedHashMap<>();
        for (int round = 0; round < 10_000; round++) {
            Bytes pattern = word(random, "aabb:\\*?[]^-*", 9);
            boolean grows = random.nextInt(4000) > round % 4000;
            if (grows) {
                index.put(pattern, pattern.toString());
                all.putIfAbsent(pattern, Glob.compile(pattern));
            } else if (!all.isEmpty()) {
                Bytes victim = all.keySet().iterator().next();
                assertThat(index.remove(victim)).isEqualTo(victim.toString());
                all.remove(victim);
            }
            Bytes channel = word(random, "aabb:-\\", 9);
            List<String> expected = new ArrayList<>();
            all.forEach((candidate, glob) -> {
                if (glob.matches(channel)) {
                    expected.add(candidate.toString());
                }
            });
            assertThat(matches(channel.toString())).as("%s", channel).isEqualTo(expected);
            assertThat(index.size()).isEqualTo(all.size());
        }
        all.keySet().forEach(index::remove);
        assertThat(index.nodeCount()).isZero();
    }

    @Test
    void whoeverComesAndGoesLeavesNothingBehind() {
        Random random = new Random(5);
        List<Bytes> present = new ArrayList<>();
        for (int round = 0; round < 20_000; round++) {
            Bytes pattern = word(random, "ab*?", 12);
            if (index.get(pattern) == null) {
                index.put(pattern, pattern.toString());
                present.add(pattern);
            }
        }
        assertThat(index.nodeCount()).isBetween(1, 4 * present.size());

        while (!present.isEmpty()) {
            Bytes last = present.removeLast();
            Bytes gone = present.isEmpty() ? last : swap(present, last, random);
            assertThat(index.remove(gone)).isNotNull();
        }

        assertThat(index.size()).isZero();
        assertThat(index.nodeCount()).isZero();
        assertThat(matches("ab")).isEmpty();
    }

    @Test
    void forEachGoesInTheOrderOfFirstPut() {
        put("c*", "a*", "b*");
        List<String> seen = new ArrayList<>();

        index.forEach((pattern, value) -> seen.add(pattern + "=" + value));

        assertThat(seen).containsExactly("c*=c*", "a*=a*", "b*=b*");
    }

    @Test
    void manyForeignPatternsCostNothing() {
        putMany(number -> "no:" + number + ":*:x");

        assertThat(workOf("ch:5")).isLessThan(10);
        assertThat(workOf("no:77777:y:x")).isLessThan(100);
        assertThat(matches("no:77777:y:x")).hasSize(1);
    }

    @Test
    void manyPatternsThatBeginAlikeAreToldApartByTheirEnd() {
        putMany(number -> "user:*:" + number + ":events");

        assertThat(workOf("user:eu:77777:events")).isLessThan(150);
        assertThat(matches("user:eu:77777:events")).hasSize(1);
    }

    @Test
    void manyPatternsThatBeginAndEndAlikeAreToldApartByWhatIsInside() {
        putMany(number -> "user:*:" + number + ":*:events");

        assertThat(workOf("user:eu:77777:login:events")).isLessThan(300);
        assertThat(matches("user:eu:77777:login:events")).hasSize(1);
    }

    @Test
    void manyPatternsWithWildcardsAtBothEndsAreToldApartByWhatIsInside() {
        putMany(number -> "*<" + number + ">*");

        assertThat(workOf("some<77777>channel")).isLessThan(150);
        assertThat(matches("some<77777>channel")).hasSize(1);
    }

    @Test
    void theWorstPatternsCostNoMoreThanOneGlobEach() {
        putMany(number -> "*aa*" + Integer.toBinaryString(number + 1).replace('0', '?') + "*");
        String channel = "a".repeat(40);

        assertThat(matches(channel)).isEmpty();
        assertThat(workOf(channel)).isLessThan(MANY * 32L * channel.length());
    }

    @Test
    void aLongChannelIsNotComparedWithALongPatternFromEveryPlace() {
        int length = 20_000;
        for (int number = 0; number < 10; number++) {
            put("*" + "a".repeat(Glob.MIXED_RUN_ITEMS_MAX - 3) + "b?" + number + "*");
            put("*" + "a".repeat(length / 2) + "b" + number + "*");
        }

        long wordsOfAllPatterns = 10L * (32 + 2);
        assertThat(workOf("a".repeat(length)))
                .isLessThan(length * (wordsOfAllPatterns + PatternIndex.INFIX_BYTES + 2));
    }

    private long workOf(String channel) {
        long before = index.work();
        index.match(Bytes.of(channel), new ArrayList<>());
        return index.work() - before;
    }

    private void putMany(IntFunction<String> pattern) {
        for (int number = 0; number < MANY; number++) {
            put(pattern.apply(number));
        }
    }

    private void put(String... patterns) {
        for (String pattern : patterns) {
            index.put(Bytes.of(pattern), pattern);
        }
    }

    private List<String> matches(String channel) {
        List<String> sink = new ArrayList<>();
        index.match(Bytes.of(channel), sink);
        return sink;
    }

    private static Bytes swap(List<Bytes> present, Bytes last, Random random) {
        return present.set(random.nextInt(present.size()), last);
    }

    private static Bytes word(Random random, String alphabet, int longest) {
        StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(longest + 1); length > 0; length--) {
            word.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return Bytes.of(word.toString());
    }
}
