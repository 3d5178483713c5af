package io.crier.server.session;

import io.crier.protocol.Request;
import io.crier.server.threading.OnLoop;
import java.util.ArrayList;
import java.util.List;

/** An open MULTI: the requests that wait for EXEC, copied because their buffer does not. */
@OnLoop
public final class Transaction {
    /** A queued request beside its words, roughly. */
    private static final int REQUEST_BYTES = 200;

    private final List<Request> queued = new ArrayList<>();
    private boolean broken;
    private boolean publishes;
    private long bytes;

    /** Queues a copy of {@code request}, unless EXEC will run none. */
    public void add(Request request) {
        if (broken) {
            return;
        }
        queued.add(request.copy());
        bytes += request.wireBytes() + REQUEST_BYTES;
    }

    public List<Request> queued() {
        return queued;
    }

    /** A request was refused while queueing: EXEC will run none. */
    public void breakIt() {
        broken = true;
    }

    /** Notes that a queued request publishes. */
    public void publishing() {
        publishes = true;
    }

    /** Whether EXEC will publish. */
    public boolean publishes() {
        return publishes;
    }

    public boolean broken() {
        return broken;
    }

    /** Bytes that the queued requests take. */
    public long bytes() {
        return bytes;
    }
}
