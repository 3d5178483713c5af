package io.crier.server.transport;

import io.crier.server.delivery.Outbox;
import io.crier.server.delivery.SendTogether;
import io.crier.server.threading.OnLoop;
import org.jspecify.annotations.Nullable;

/** One loop's sends to many sockets at once, through a ring of its own. */
@OnLoop
final class RingSends implements SendTogether {
    private final Ring ring;
    private final @Nullable Outbox[] outboxes = new Outbox[Ring.ENTRIES];
    private final int[] results = new int[Ring.ENTRIES];

    RingSends(Ring ring) {
        this.ring = ring;
    }

    @Override
    public boolean hasRoom() {
        return ring.usable() && ring.added() < Ring.ENTRIES;
    }

    @Override
    public void add(Outbox outbox, int descriptor, long address, int length) {
        outboxes[ring.added()] = outbox;
        ring.add(descriptor, address, length);
    }

    @Override
    @SuppressWarnings("NullAway") // filled below count
    public void send() {
        int count = ring.added();
        ring.submit(results);
        for (int i = 0; i < count; i++) {
            Outbox outbox = outboxes[i];
            outboxes[i] = null;
            outbox.sentTogether(Math.max(0, results[i]));
        }
    }
}
