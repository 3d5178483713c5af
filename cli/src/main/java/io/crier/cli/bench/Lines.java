package io.crier.cli.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Lines and numbers in received bytes. */
final class Lines {
    private static final int SHOWN_MAX = 200;

    private Lines() {}

    /** Where the line after this one begins, or {@link Wire#INCOMPLETE}. */
    static int next(ByteBuffer in, int at, int end) {
        for (int i = at; i < end; i++) {
            if (in.get(i) == '\n') {
                return i + 1;
            }
        }
        return Wire.INCOMPLETE;
    }

    /** The whole number that begins here; 0 when there is none. */
    static long number(ByteBuffer in, int at) {
        int i = at;
        boolean negative = in.get(i) == '-';
        if (negative) {
            i++;
        }
        long value = 0;
        while (in.get(i) >= '0' && in.get(i) <= '9') {
            value = value * 10 + in.get(i++) - '0';
        }
        return negative ? -value : value;
    }

    /** A line without its end, cut where it is too long to show. */
    static String text(ByteBuffer in, int at, int next) {
        byte[] bytes = new byte[Math.min(next - at, SHOWN_MAX)];
        in.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    static boolean startsWith(ByteBuffer in, int at, int end, String word) {
        if (end - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (in.get(at + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
