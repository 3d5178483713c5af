package io.crier.server.broker;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Whether a pattern matches, as plainly as can be: every prefix of the pattern against every prefix
 * of the text. Shares no code with {@link Glob}.
 */
final class SlowGlob {
    /** One step of a pattern: any bytes, or one byte of a set. */
    private sealed interface Item {
        record Star() implements Item {}

        record OneOf(BitSet bytes) implements Item {}
    }

    private final byte[] pattern;
    private int at;

    private SlowGlob(byte[] pattern) {
        this.pattern = pattern;
    }

    static boolean matches(byte[] pattern, byte[] text) {
        if (text.length == 0) {
            return pattern.length == 0;
        }
        boolean[] reached = new boolean[text.length + 1];
        reached[0] = true;
        for (Item item : new SlowGlob(pattern).items()) {
            boolean[] next = new boolean[text.length + 1];
            for (int end = 0; end <= text.length; end++) {
                next[end] =
                        switch (item) {
                            case Item.Star() -> reached[end] || (end > 0 && next[end - 1]);
                            case Item.OneOf(BitSet bytes) ->
                                    end > 0 && reached[end - 1] && bytes.get(text[end - 1] & 0xFF);
                        };
            }
            reached = next;
        }
        return reached[text.length];
    }

    private List<Item> items() {
        List<Item> items = new ArrayList<>();
        while (at < pattern.length) {
            int first = pattern[at++];
            items.add(
                    switch (first) {
                        case '*' -> new Item.Star();
                        case '?' -> new Item.OneOf(range(Byte.MIN_VALUE, Byte.MAX_VALUE));
                        case '[' -> new Item.OneOf(bracket());
                        case '\\' -> literal(at < pattern.length ? pattern[at++] : first);
                        default -> literal(first);
                    });
        }
        return items;
    }

    private static Item literal(int value) {
        return new Item.OneOf(range(value, value));
    }

    /** What stands behind an opening bracket, up to the closing one or the pattern's end. */
    private BitSet bracket() {
        boolean not = at < pattern.length && pattern[at] == '^';
        at += not ? 1 : 0;
        BitSet bytes = new BitSet(256);
        while (at < pattern.length && pattern[at] != ']') {
            int left = pattern.length - at;
            if (left >= 2 && pattern[at] == '\\') {
                bytes.set(pattern[at + 1] & 0xFF);
                at += 2;
            } else if (left >= 3 && pattern[at + 1] == '-') {
                bytes.or(range(pattern[at], pattern[at + 2]));
                at += 3;
            } else {
                bytes.set(pattern[at++] & 0xFF);
            }
        }
        at++;
        if (not) {
            bytes.flip(0, 256);
        }
        return bytes;
    }

    /** Bytes compare as signed ones, and bounds may stand in either order. */
    private static BitSet range(int one, int other) {
        BitSet bytes = new BitSet(256);
        for (int value = Math.min(one, other); value <= Math.max(one, other); value++) {
            bytes.set(value & 0xFF);
        }
        return bytes;
    }
}
