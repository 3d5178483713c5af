package io.crier.server.transport;

import io.crier.server.delivery.LoopDelivery;
import io.crier.server.threading.Uninterruptibly;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each loop a ring of the kernel's io_uring for its sends to many, in the background, since
 * the first use of foreign functions takes a while. Where the kernel does not allow it, nothing
 * changes: the loops send one by one.
 */
public final class Rings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rings.class);

    private final List<Ring> rings = new ArrayList<>();
    private final Thread maker;

    /** Begins at once; each delivery is told on its loop. */
    public Rings(List<LoopDelivery> deliveries) {
        maker =
                Thread.ofPlatform()
                        .name("crier-rings")
                        .daemon()
                        .start(() -> deliveries.forEach(this::give));
    }

    private void give(LoopDelivery delivery) {
        try {
            Ring ring = new Ring();
            rings.add(ring);
            delivery.loop().execute(() -> delivery.together(new RingSends(ring)));
        } catch (IOException | LinkageError notHere) {
            LOG.debug("loop {} sends one by one: {}", delivery.loop().index(), notHere.toString());
        }
    }

    /** Gives the rings back; the loops have ended. */
    @Override
    public void close() {
        Uninterruptibly.join(maker);
        rings.forEach(Ring::close);
    }
}
