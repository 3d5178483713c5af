package io.crier.server.transport;

import io.crier.server.delivery.Outbox;
import io.crier.server.delivery.SendTogether;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One loop's sends to many sockets at once, through a ring of its own. The ring is made when there
 * are many to send to for the first time; until it is there, and where it cannot be had, there is
 * no room.
 */
@OnLoop
final class RingSends implements SendTogether {
    private static final CloseReason LOST_TRACK =
            CloseReason.of(CloseReason.Kind.INTERNAL_ERROR, "io_uring did not say what was sent");

    private final Consumer<RingSends> wanted;
    private final @Nullable Outbox[] outboxes = new Outbox[Ring.ENTRIES];
    private final int[] results = new int[Ring.ENTRIES];
    private @Nullable Ring ring;
    private boolean asked;

    /**
     * @param wanted is told once that a ring is wanted, which comes by {@link #use}
     */
    RingSends(Consumer<RingSends> wanted) {
        this.wanted = wanted;
    }

    void use(Ring made) {
        ring = made;
    }

    @Override
    public boolean hasRoom() {
        Ring own = ring;
        if (own != null) {
            return own.usable() && own.added() < Ring.ENTRIES;
        }
        if (!asked) {
            asked = true;
            wanted.accept(this);
        }
        return false;
    }

    @Override
    public void add(Outbox outbox, int descriptor, long address, int length) {
        Ring own = own();
        outboxes[own.added()] = outbox;
        own.add(descriptor, address, length);
    }

    @Override
    @SuppressWarnings("NullAway") // filled below count
    public void send() {
        Ring own = own();
        int count = own.added();
        own.submit(results);
        for (int i = 0; i < count; i++) {
            Outbox outbox = outboxes[i];
            outboxes[i] = null;
            outbox.sentTogether(Math.max(0, results[i]));
            if (results[i] == Ring.UNKNOWN) {
                outbox.close(LOST_TRACK); // what is sent again could arrive twice
            }
        }
    }

    private Ring own() {
        return Objects.requireNonNull(ring, "there was no room");
    }
}
