package io.crier.server.web;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body that comes in chunks, as the bytes in them. */
final class Chunks extends InputStream {
    private static final int HEX = 16;

    private final InputStream in;
    private int left;
    private boolean first = true;
    private boolean ended;

    Chunks(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        if (!ended && left == 0) {
            begin();
        }
        if (ended) {
            return -1;
        }
        int next = in.read();
        if (next < 0) {
            throw new EOFException("in a chunk");
        }
        left--;
        return next;
    }

    private void begin() {
        if (!first) {
            RawHttp.line(in);
        }
        first = false;
        left = Integer.parseInt(RawHttp.line(in), HEX);
        ended = left == 0;
        if (ended) {
            RawHttp.line(in);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int next = read();
        if (next < 0) {
            return -1;
        }
        target[offset] = (byte) next;
        int count = 1;
        while (count < length && left > 0 && in.available() > 0) {
            target[offset + count++] = (byte) read();
        }
        return count;
    }
}
