package io.crier.protocol;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads replies of either dialect into objects, strictly: what the protocol does not allow is
 * refused. For clients, tests and benches; it favours plainness over speed.
 */
public final class RespReader {
    private static final int DEPTH_MAX = 64;
    private static final int LINE_BYTES_MAX = 64 * 1024 * 1024;
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    /** Bytes that are no reply. */
    public static final class MalformedReplyException extends IOException {
        MalformedReplyException(String message) {
            super(message);
        }
    }

    private final InputStream in;

    /** A reader of {@code in}, which it reads byte by byte and so should be buffered. */
    public RespReader(InputStream in) {
        this.in = in;
    }

    /**
     * The replies that {@code bytes} are.
     *
     * @throws IllegalArgumentException if they are not a sequence of whole replies
     */
    public static List<Reply> parse(byte[] bytes) {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        RespReader reader = new RespReader(in);
        List<Reply> replies = new ArrayList<>();
        try {
            while (in.available() > 0) {
                replies.add(reader.read());
            }
        } catch (MalformedReplyException | EOFException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return replies;
    }

    /**
     * The next reply.
     *
     * @throws EOFException if the stream ends before the reply does
     * @throws MalformedReplyException if it is none
     */
    public Reply read() throws IOException {
        return read(0);
    }

    private Reply read(int depth) throws IOException {
        if (depth > DEPTH_MAX) {
            throw new MalformedReplyException("nested deeper than " + DEPTH_MAX);
        }
        int type = next();
        String line = line();
        return switch (type) {
            case '+' -> new Reply.Simple(line);
            case '-' -> new Reply.Error(line);
            case ':' -> new Reply.Int(number(line));
            case '$' -> line.equals("-1") ? Reply.Nil.BULK : new Reply.Bulk(blob(line));
            case '*' -> line.equals("-1") ? Reply.Nil.ARRAY : new Reply.Array(list(line, depth));
            case '%' -> new Reply.Map(entries(line, depth));
            case '~' -> new Reply.Set(list(line, depth));
            case '>' -> new Reply.Push(list(line, depth));
            case '#' -> new Reply.Bool(bool(line));
            case ',' -> new Reply.Double(floating(line));
            case '_' -> nothing(line);
            case '=' -> verbatim(blob(line));
            case '!' -> new Reply.Error(new String(blob(line), StandardCharsets.ISO_8859_1));
            case '(' -> new Reply.BigNumber(big(line));
            default -> throw new MalformedReplyException("no such type: " + (char) type);
        };
    }

    private List<Reply> list(String line, int depth) throws IOException {
        int size = size(line);
        List<Reply> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            elements.add(read(depth + 1));
        }
        return elements;
    }

    private List<Reply.Entry> entries(String line, int depth) throws IOException {
        int size = size(line);
        List<Reply.Entry> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Reply key = read(depth + 1);
            entries.add(new Reply.Entry(key, read(depth + 1)));
        }
        return entries;
    }

    private byte[] blob(String line) throws IOException {
        int size = size(line);
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("end of stream inside a reply");
        }
        if (next() != '\r' || next() != '\n') {
            throw new MalformedReplyException("no line end after " + size + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = next(); c != '\r'; c = next()) {
            if (c == '\n' || line.length() == LINE_BYTES_MAX) {
                throw new MalformedReplyException("line without CR LF: " + line);
            }
            line.append((char) c);
        }
        if (next() != '\n') {
            throw new MalformedReplyException("CR without LF after: " + line);
        }
        return line.toString();
    }

    private int next() throws IOException {
        int c = in.read();
        if (c < 0) {
            throw new EOFException("end of stream inside a reply");
        }
        return c;
    }

    private static Reply verbatim(byte[] blob) throws MalformedReplyException {
        if (blob.length < 4 || blob[3] != ':') {
            throw new MalformedReplyException("verbatim text without a format");
        }
        return new Reply.Verbatim(
                new String(blob, 0, 3, StandardCharsets.US_ASCII),
                new String(blob, 4, blob.length - 4, StandardCharsets.UTF_8));
    }

    private static Reply nothing(String line) throws MalformedReplyException {
        if (!line.isEmpty()) {
            throw new MalformedReplyException("null with content: " + line);
        }
        return Reply.Nil.PLAIN;
    }

    private static boolean bool(String line) throws MalformedReplyException {
        return switch (line) {
            case "t" -> true;
            case "f" -> false;
            default -> throw new MalformedReplyException("no boolean: " + line);
        };
    }

    private static double floating(String line) throws MalformedReplyException {
        return switch (line) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> finite(line);
        };
    }

    private static double finite(String line) throws MalformedReplyException {
        if (!line.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw new MalformedReplyException("no double: " + line);
        }
        return Double.parseDouble(line);
    }

    private static String big(String line) throws MalformedReplyException {
        if (!line.matches("-?[0-9]+")) {
            throw new MalformedReplyException("no number: " + line);
        }
        return new BigInteger(line).toString();
    }

    private static int size(String line) throws MalformedReplyException {
        long size = number(line);
        if (size < 0 || size > Integer.MAX_VALUE) {
            throw new MalformedReplyException("no length: " + line);
        }
        return (int) size;
    }

    private static long number(String line) throws MalformedReplyException {
        if (!INTEGER.matcher(line).matches()) {
            throw new MalformedReplyException("no integer: " + line);
        }
        try {
            return Long.parseLong(line);
        } catch (NumberFormatException e) {
            throw new MalformedReplyException("no 64-bit integer: " + line);
        }
    }
}
