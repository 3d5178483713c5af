package io.crier.server.broker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Patterns and channels that tell matchers apart; each char of the text is one byte. */
final class GlobCases {
    private static final String ALPHABET = "abc-][^\\*?\u00e9\u0080\u00ff";

    /** A pattern, and what it matches and does not match. */
    record Case(String pattern, List<String> matching, List<String> others) {}

    static final List<Case> HANDMADE =
            List.of(
                    new Case("", List.of(""), List.of("a")),
                    new Case("*", List.of("a", "abc", "*", "\0"), List.of("")),
                    new Case("**", List.of("a", "ab"), List.of("")),
                    new Case("a*", List.of("a", "ab", "a**"), List.of("", "ba", "A")),
                    new Case("*a", List.of("a", "ba", "aa"), List.of("", "ab")),
                    new Case("a***b", List.of("ab", "aab", "a*b"), List.of("a", "b", "ba")),
                    new Case("*a*b*", List.of("ab", "cacbc"), List.of("ba", "a", "b")),
                    new Case("ab*bc", List.of("abbc", "abcbc"), List.of("abc")),
                    new Case("*ab*ab", List.of("abab", "cabcab"), List.of("ab", "aab", "abb")),
                    new Case("*?*", List.of("a", "ab"), List.of("")),
                    new Case("a?c", List.of("abc", "a?c", "a\u00ffc"), List.of("ac", "abbc")),
                    new Case("*??", List.of("ab", "abc"), List.of("a")),
                    // Escapes.
                    new Case("\\*", List.of("*"), List.of("a", "\\*")),
                    new Case("\\a", List.of("a"), List.of("\\a")),
                    new Case("a\\", List.of("a\\"), List.of("a", "ab")),
                    new Case("*\\", List.of("\\", "a\\"), List.of("a")),
                    new Case("\\\\", List.of("\\"), List.of("\\\\")),
                    // Classes.
                    new Case("[abc]", List.of("a", "b", "c"), List.of("d", "", "ab")),
                    new Case("[a-c]", List.of("a", "b", "c"), List.of("d", "-")),
                    new Case("[c-a]", List.of("a", "b", "c"), List.of("d", "-")),
                    new Case("[^a-c]", List.of("d", "-", "^"), List.of("a", "b", "")),
                    new Case("[a^]", List.of("a", "^"), List.of("b")),
                    new Case("[*?]", List.of("*", "?"), List.of("a", "")),
                    new Case("[[]", List.of("["), List.of("a", "]")),
                    new Case("[]", List.of(), List.of("", "a", "]", "[]")),
                    new Case("[]a]", List.of(), List.of("a", "]", "a]", "]a]")),
                    new Case("[^]", List.of("a", "]", "^"), List.of("", "aa")),
                    new Case("[^]a]", List.of("ba]", "]a]"), List.of("b", "a")),
                    new Case("[^^]", List.of("a"), List.of("^")),
                    new Case("[\\]]", List.of("]"), List.of("\\", "\\]")),
                    new Case("[\\^a]", List.of("^", "a"), List.of("b", "\\")),
                    new Case("[\\a-c]", List.of("a", "-", "c"), List.of("b", "\\")),
                    new Case("[a-\\]]", List.of("\\]", "a]", "_]"), List.of("a", "]", "-")),
                    new Case("[a-]b]", List.of("a", "^", "]", "b"), List.of("-", "ab]")),
                    new Case("[a-]", List.of("a", "]", "_"), List.of("-", "b")),
                    new Case("[-a]", List.of("-", "a"), List.of("b")),
                    new Case("[--a]", List.of("-", "A", "a"), List.of("b", ",")),
                    new Case("[a-b-c]", List.of("a", "b", "-", "c"), List.of("d")),
                    new Case("[ab-", List.of("a", "b", "-"), List.of("c", "[")),
                    // A class that never ends.
                    new Case("[", List.of(), List.of("[", "a", "")),
                    new Case("[^", List.of("a", "^", "["), List.of("", "aa")),
                    new Case("[ab", List.of("a", "b"), List.of("ab", "[ab", "c")),
                    new Case("[a*", List.of("a", "*"), List.of("ab", "b")),
                    new Case("[\\", List.of("\\"), List.of("a", "[")),
                    new Case("[a\\", List.of("\\", "a"), List.of("b")),
                    new Case("[a-", List.of("a", "-"), List.of("b")),
                    new Case("[a-c", List.of("a", "b", "c"), List.of("-")),
                    new Case("*[", List.of(), List.of("a", "[", "a[")),
                    // Bytes beyond ASCII, one at a time; ranges take them as negative numbers.
                    new Case("?", List.of("\u00e9"), List.of("\u00c3\u00a9")),
                    new Case("\u00e9*", List.of("\u00e9a"), List.of("e")),
                    new Case("[\u00e8-\u00ea]", List.of("\u00e9"), List.of("\u00eb", "e")),
                    new Case("[a-\u00ff]", List.of("A", "a", "\0", "\u00ff"), List.of("b")),
                    new Case("[\u0080-\u00ff]", List.of("\u0080", "\u00c3"), List.of("a")),
                    new Case("a\0b", List.of("a\0b"), List.of("a", "ab")));

    private GlobCases() {}

    /** All channels of the handmade cases, once each. */
    static List<String> channels() {
        List<String> all = new ArrayList<>();
        for (Case example : HANDMADE) {
            all.addAll(example.matching());
            all.addAll(example.others());
        }
        return all.stream().distinct().toList();
    }

    static String random(Random random, int longest) {
        return random(random, ALPHABET, random.nextInt(longest + 1));
    }

    static String random(Random random, String alphabet, int length) {
        StringBuilder word = new StringBuilder(length);
        for (int left = length; left > 0; left--) {
            word.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return word.toString();
    }

    static Bytes bytes(String text) {
        return Bytes.own(text.getBytes(ISO_8859_1));
    }
}
