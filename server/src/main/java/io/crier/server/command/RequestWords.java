package io.crier.server.command;

import io.crier.protocol.Request;
import io.crier.server.security.Words;
import io.crier.server.threading.OnLoop;

/**
 * The words of one request after another, as rules look at them; makes no garbage of short ones.
 */
@OnLoop
final class RequestWords implements Words {
    private static final int KEPT_BYTES = 256;

    private Request request = Request.of();
    private int from;
    private byte[] kept = new byte[0];

    /** Shows the words of {@code next} from {@code first} on. */
    RequestWords of(Request next, int first) {
        request = next;
        from = first;
        return this;
    }

    @Override
    public int count() {
        return request.count() - from;
    }

    @Override
    public int length(int word) {
        return request.length(from + word);
    }

    @Override
    public byte[] bytes(int word) {
        if (length(word) > KEPT_BYTES) {
            return request.bytes(from + word);
        }
        if (kept.length == 0) {
            kept = new byte[KEPT_BYTES];
        }
        request.copyInto(from + word, kept);
        return kept;
    }

    @Override
    public boolean is(int word, String lowerCase) {
        return request.is(from + word, lowerCase);
    }
}
