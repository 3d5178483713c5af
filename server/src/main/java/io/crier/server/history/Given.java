package io.crier.server.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that a group gives to a consumer; the history may have forgotten it meanwhile. */
public final class Given {
    private final long position;
    private final @Nullable Slice slice;

    Given(long position, @Nullable Slice slice) {
        this.position = position;
        this.slice = slice;
    }

    public long position() {
        return position;
    }

    /** A reader that stands at the message; null if it is forgotten. */
    public @Nullable PageReader reader() {
        if (slice == null) {
            return null;
        }
        PageReader reader = new PageReader(List.of(slice), false);
        reader.next();
        return reader;
    }
}
