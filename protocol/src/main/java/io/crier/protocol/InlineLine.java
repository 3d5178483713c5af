package io.crier.protocol;

import io.netty.buffer.ByteBuf;

/**
 * Splits the line of an inline request into arguments, by the rules of {@code sdssplitargs} in
 * Redis. Quotes and escapes are resolved in place, which never needs more room than they took.
 */
final class InlineLine {
    private final ByteBuf line;
    private final int end;
    private int at;
    private int out;

    private InlineLine(ByteBuf line, int start, int end) {
        this.line = line;
        this.at = start;
        this.end = end;
    }

    /**
     * Adds the arguments in {@code [start, end)}, which holds no NUL, to {@code request}, whose
     * first byte is at {@code start}. False if quotes are unbalanced.
     */
    static boolean split(ByteBuf line, int start, int end, Request request) {
        InlineLine parser = new InlineLine(line, start, end);
        while (parser.skipBlanks()) {
            int argument = parser.at;
            parser.out = argument;
            if (!parser.argument()) {
                return false;
            }
            request.add(argument - start, parser.out - argument);
        }
        return true;
    }

    private boolean skipBlanks() {
        while (at < end && isSpace(line.getByte(at))) {
            at++;
        }
        return at < end;
    }

    /**
     * An argument ends at a blank, but a vertical tab or form feed inside of it is a part of it.
     */
    private boolean argument() {
        while (at < end) {
            byte next = line.getByte(at);
            switch (next) {
                case ' ', '\n', '\r', '\t' -> {
                    return true;
                }
                case '"' -> {
                    return doubleQuoted();
                }
                case '\'' -> {
                    return singleQuoted();
                }
                default -> {
                    put(next);
                    at++;
                }
            }
        }
        return true;
    }

    private boolean doubleQuoted() {
        at++;
        while (at < end) {
            byte next = line.getByte(at++);
            if (next == '"') {
                return closed();
            }
            if (next == '\\' && at < end) {
                escaped();
            } else {
                put(next);
            }
        }
        return false;
    }

    private boolean singleQuoted() {
        at++;
        while (at < end) {
            byte next = line.getByte(at++);
            if (next == '\'') {
                return closed();
            }
            if (next == '\\' && at < end && line.getByte(at) == '\'') {
                put((byte) '\'');
                at++;
            } else {
                put(next);
            }
        }
        return false;
    }

    /** What follows a backslash inside double quotes. */
    private void escaped() {
        byte next = line.getByte(at++);
        if (next == 'x' && at + 1 < end) {
            int high = Character.digit(line.getByte(at), 16);
            int low = Character.digit(line.getByte(at + 1), 16);
            if (high >= 0 && low >= 0) {
                put((byte) (high << 4 | low));
                at += 2;
                return;
            }
        }
        put(
                switch (next) {
                    case 'n' -> (byte) '\n';
                    case 'r' -> (byte) '\r';
                    case 't' -> (byte) '\t';
                    case 'b' -> (byte) '\b';
                    case 'a' -> (byte) 7;
                    default -> next;
                });
    }

    /** A closing quote must be followed by a blank or the end. */
    private boolean closed() {
        return at == end || isSpace(line.getByte(at));
    }

    private void put(byte value) {
        line.setByte(out++, value);
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || (value >= '\t' && value <= '\r');
    }
}
