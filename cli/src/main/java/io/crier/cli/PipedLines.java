package io.crier.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines of a stream, as the bytes they are; the last one needs no line feed. */
final class PipedLines implements Lines {
    /** A longer line is refused rather than held in memory. */
    static final int LINE_BYTES_MAX = 64 << 20;

    private final InputStream in;
    private int lines;

    PipedLines(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    @Override
    public byte @Nullable [] next() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        lines++;
        try {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            while (b >= 0 && b != '\n') {
                if (line.size() == LINE_BYTES_MAX) {
                    throw Failure.failed(
                            "line " + lines + ": longer than " + LINE_BYTES_MAX + " bytes");
                }
                line.write(b);
                b = in.read();
            }
            return line.toByteArray();
        } catch (IOException e) {
            throw Failure.failed("cannot read the input: " + e.getMessage());
        }
    }

    /** The stream is its owner's to close. */
    @Override
    public void close() {}
}
