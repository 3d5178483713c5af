package io.crier.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A stream that is read once, when it is first needed, and remembered. */
final class RereadableInput {
    private final InputStream once;
    private byte @Nullable [] remembered;

    RereadableInput(InputStream once) {
        this.once = once;
    }

    /** All of it, again from its first byte; nothing has been read before somebody reads this. */
    InputStream fromTheStart() {
        return new InputStream() {
            private @Nullable InputStream bytes;

            @Override
            public int read() throws IOException {
                return opened().read();
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return opened().read(into, offset, length);
            }

            private InputStream opened() throws IOException {
                InputStream open = bytes;
                if (open == null) {
                    open = new ByteArrayInputStream(all());
                    bytes = open;
                }
                return open;
            }
        };
    }

    private synchronized byte[] all() throws IOException {
        byte[] all = remembered;
        if (all == null) {
            all = once.readAllBytes();
            remembered = all;
        }
        return all;
    }
}
