package io.crier.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the requests of one connection, multibulk and inline, without copying their arguments.
 * Belongs to that connection's thread. What it accepts and how it refuses is {@code networking.c}
 * of Redis, except that the limits on lines do not depend on how the bytes were cut into reads.
 *
 * <p>Between calls it keeps its progress relative to the reader index, never the buffer: the caller
 * may append bytes, or move the readable bytes into another buffer, and call again. The work is
 * linear in the bytes however they arrive.
 */
public final class RequestDecoder {
    /** What {@link #decode} found. */
    public enum Outcome {
        /** A whole request, in {@link #request}; the reader index is behind it. */
        REQUEST,
        /** More bytes are needed; the reader index is at the start of the unfinished request. */
        INCOMPLETE,
        /** A protocol error, in {@link #error}; the connection must end. */
        ERROR,
        /** A request that a browser was tricked into sending: end without an answer. */
        CROSS_PROTOCOL
    }

    private static final int NOT_YET = -1;
    private static final int TOO_LONG = -2;
    private static final int UNKNOWN = -1;

    /** A NUL ends every search, as it does in Redis: the line can then only grow too long. */
    private static final ByteProcessor TO_CR = value -> value != '\r' && value != 0;

    private static final ByteProcessor TO_LF = value -> value != '\n' && value != 0;

    private final Request request = new Request();
    private DecoderLimits limits;
    private boolean authenticated;
    private @Nullable String error;
    private long bytesWanted = 1;

    /** Arguments announced by the unfinished request's header; 0 before it was read. */
    private int announced;

    /** Start of the line or argument that comes next, relative to the request's start. */
    private int position;

    /** Up to where the current line was searched for its end, relative to the request's start. */
    private int searched;

    private long bulkBytes = UNKNOWN;

    /** A decoder for a new connection, with the limits for unauthenticated clients set. */
    public RequestDecoder(DecoderLimits limits) {
        this.limits = limits;
    }

    /** Replaces the limits, from the next header line on. */
    public void limits(DecoderLimits limits) {
        this.limits = limits;
    }

    /** Lifts ({@code true}) or sets the limits for unauthenticated clients. */
    public void authenticated(boolean yes) {
        authenticated = yes;
    }

    /**
     * Decodes the next request of {@code in}; empty requests are passed over. Arguments of inline
     * requests are unescaped in place, so {@code in} must be writable.
     *
     * @throws IllegalStateException after an earlier {@link Outcome#ERROR}
     */
    public Outcome decode(ByteBuf in) {
        if (error != null) {
            throw new IllegalStateException("decode after: " + error);
        }
        @Nullable Outcome outcome;
        do {
            if (announced > 0) {
                outcome = arguments(in);
            } else if (!in.isReadable()) {
                outcome = incomplete(1);
            } else if (in.getByte(in.readerIndex()) == '*') {
                outcome = multibulk(in);
            } else {
                outcome = inline(in);
            }
        } while (outcome == null);
        return outcome;
    }

    /** The request that the last {@link #decode} found, borrowed until the next one. */
    public Request request() {
        return request;
    }

    /**
     * The answer to a protocol error, without the leading {@code -}; one character per byte (ISO
     * 8859-1), for {@link RespWriter#error}.
     *
     * @throws IllegalStateException unless {@link Outcome#ERROR} was returned
     */
    public String error() {
        if (error == null) {
            throw new IllegalStateException("no protocol error");
        }
        return error;
    }

    /**
     * After {@link Outcome#INCOMPLETE}: how many bytes from the reader index on are needed before
     * the next step can be made. A client's claim, up to its longest argument: bound it before
     * allocating.
     */
    public long bytesWanted() {
        return bytesWanted;
    }

    /** Heap bytes held for the current request's arguments, for the caller's accounting. */
    public long bytesHeld() {
        return request.tableBytes();
    }

    /** Null if the request was empty and is passed over. */
    private @Nullable Outcome multibulk(ByteBuf in) {
        request.clear();
        int header = shortNumber(in, '*');
        if (header != UNKNOWN && (header >>> 4) > 0 && allowsCount(header >>> 4)) {
            return begin(in, header >>> 4, header & 15);
        }
        int end = lineEnd(in, TO_CR, '\r');
        if (end == TOO_LONG) {
            return fail("too big mbulk count string");
        }
        if (end == NOT_YET || end + 2 > in.readableBytes()) {
            return incomplete(in.readableBytes() + 1L);
        }
        int digits = in.readerIndex() + 1;
        if (!Decimals.isLong(in, digits, end - 1)) {
            return fail("invalid multibulk length");
        }
        long count = Decimals.parseLong(in, digits, end - 1);
        if (count > Integer.MAX_VALUE) {
            return fail("invalid multibulk length");
        }
        if (!allowsCount(count)) {
            return fail("unauthenticated multibulk length");
        }
        return count > 0 ? begin(in, (int) count, end + 2) : pass(in, end + 2);
    }

    private Outcome begin(ByteBuf in, int count, int headerBytes) {
        announced = count;
        advance(headerBytes);
        return arguments(in);
    }

    private Outcome arguments(ByteBuf in) {
        int readable = in.readableBytes();
        while (request.count() < announced) {
            if (bulkBytes == UNKNOWN) {
                Outcome unfinished = bulkHeader(in);
                if (unfinished != null) {
                    return unfinished;
                }
            }
            if (readable - position < bulkBytes + 2) {
                return incomplete(position + bulkBytes + 2);
            }
            int length = (int) bulkBytes;
            request.add(position, length);
            advance(length + 2);
            bulkBytes = UNKNOWN;
        }
        return complete(in, position);
    }

    /** Null once the length of the next argument is known. */
    private @Nullable Outcome bulkHeader(ByteBuf in) {
        int header = shortNumber(in, '$');
        if (header == UNKNOWN || !allowsBulk(header >>> 4)) {
            return longBulkHeader(in);
        }
        int length = header >>> 4;
        bulkBytes = length;
        advance(header & 15);
        return null;
    }

    private @Nullable Outcome longBulkHeader(ByteBuf in) {
        int end = lineEnd(in, TO_CR, '\r');
        if (end == TOO_LONG) {
            return fail("too big bulk count string");
        }
        if (end == NOT_YET || end + 2 > in.readableBytes()) {
            return incomplete(in.readableBytes() + 1L);
        }
        int start = in.readerIndex() + position;
        int length = end - position - 1;
        byte type = in.getByte(start);
        if (type != '$') {
            return fail("expected '$', got '" + printed(type) + "'");
        }
        if (!Decimals.isLong(in, start + 1, length)) {
            return fail("invalid bulk length");
        }
        long bytes = Decimals.parseLong(in, start + 1, length);
        if (bytes < 0 || bytes > limits.bulkBytesMax()) {
            return fail("invalid bulk length");
        }
        if (!allowsBulk(bytes)) {
            return fail("unauthenticated bulk length");
        }
        bulkBytes = bytes;
        advance(end + 2 - position);
        return null;
    }

    /** Null if the line was empty and is passed over. */
    private @Nullable Outcome inline(ByteBuf in) {
        request.clear();
        int end = lineEnd(in, TO_LF, '\n');
        if (end == TOO_LONG) {
            return fail("too big inline request");
        }
        if (end == NOT_YET) {
            return incomplete(in.readableBytes() + 1L);
        }
        int start = in.readerIndex();
        int stop = start + end;
        if (end > 0 && in.getByte(stop - 1) == '\r') {
            stop--;
        }
        if (!InlineLine.split(in, start, stop, request)) {
            return fail("unbalanced quotes in request");
        }
        return request.count() > 0 ? complete(in, end + 1) : pass(in, end + 1);
    }

    /**
     * Reads {@code <type><number>CRLF} of one to five digits in one load. Gives the number shifted
     * left by 4 with the line's length below it, or {@link #UNKNOWN} for all that needs a closer
     * look.
     */
    private int shortNumber(ByteBuf in, char type) {
        if (in.readableBytes() - position < Long.BYTES) {
            return UNKNOWN;
        }
        long word = in.getLongLE(in.readerIndex() + position);
        if ((word & 0xFF) != type) {
            return UNKNOWN;
        }
        int value = 0;
        for (int digits = 0; digits < 6; digits++) {
            word >>>= 8;
            int digit = (int) (word & 0xFF) - '0';
            if (digit == '\r' - '0' && digits > 0) {
                return value << 4 | (digits + 3);
            }
            if (digit < 0 || digit > 9 || (value == 0 && digits > 0)) {
                return UNKNOWN;
            }
            value = value * 10 + digit;
        }
        return UNKNOWN;
    }

    /**
     * Where the current line ends, relative to the request; {@link #NOT_YET}, {@link #TOO_LONG}.
     */
    private int lineEnd(ByteBuf in, ByteProcessor toMark, char mark) {
        int start = in.readerIndex();
        long lineMax = limits.inlineBytesMax();
        int limit = (int) Math.min(in.readableBytes(), position + lineMax + 1);
        if (searched < limit) {
            int found = in.forEachByte(start + searched, limit - searched, toMark);
            searched = found < 0 ? limit : found - start;
            if (found >= 0 && in.getByte(found) == mark) {
                return searched;
            }
        }
        return in.readableBytes() - position > lineMax ? TOO_LONG : NOT_YET;
    }

    private boolean allowsCount(long count) {
        return authenticated || count <= limits.unauthenticatedArgumentsMax();
    }

    private boolean allowsBulk(long bytes) {
        return bytes <= limits.bulkBytesMax()
                && (authenticated || bytes <= limits.unauthenticatedBulkBytesMax());
    }

    private void advance(int bytes) {
        position += bytes;
        searched = position;
    }

    private Outcome complete(ByteBuf in, int bytes) {
        request.finish(in, in.readerIndex(), bytes);
        pass(in, bytes);
        return isCrossProtocol() ? Outcome.CROSS_PROTOCOL : Outcome.REQUEST;
    }

    private @Nullable Outcome pass(ByteBuf in, int bytes) {
        in.skipBytes(bytes);
        announced = 0;
        position = 0;
        searched = 0;
        return null;
    }

    /** {@code POST} and {@code Host:}, which a web page can make a browser send to any port. */
    private boolean isCrossProtocol() {
        return switch (request.length(0)) {
            case 4 -> request.is(0, "post");
            case 5 -> request.is(0, "host:");
            default -> false;
        };
    }

    private Outcome incomplete(long wanted) {
        bytesWanted = wanted;
        return Outcome.INCOMPLETE;
    }

    private Outcome fail(String reason) {
        error = "ERR Protocol error: " + reason;
        return Outcome.ERROR;
    }

    /** A line break cannot stand in an error, so Redis prints a space for it. */
    private static char printed(byte value) {
        return value == '\r' || value == '\n' ? ' ' : (char) (value & 0xFF);
    }
}
