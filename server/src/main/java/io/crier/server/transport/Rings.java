package io.crier.server.transport;

import io.crier.server.delivery.LoopDelivery;
import io.crier.server.threading.Loop;
import io.crier.server.threading.Uninterruptibly;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each loop that sends to many a ring of the kernel's io_uring for that. Made on a thread of
 * its own, since the first use of foreign functions takes a while and some memory. Where the kernel
 * does not allow it, nothing changes: the loops send one by one.
 */
public final class Rings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rings.class);

    private final List<Thread> makers = new CopyOnWriteArrayList<>();
    private final List<Ring> rings = new CopyOnWriteArrayList<>();

    /** What this delivery sends to many with; any number of loops may have one. */
    public void serve(LoopDelivery delivery) {
        delivery.together(new RingSends(sends -> make(delivery.loop(), sends)));
    }

    private void make(Loop loop, RingSends sends) {
        makers.add(
                Thread.ofPlatform()
                        .name("crier-ring-" + loop.index())
                        .daemon()
                        .start(() -> {
                            try {
                                Ring ring = new Ring();
                                rings.add(ring);
                                loop.execute(() -> sends.use(ring));
                            } catch (IOException | LinkageError notHere) {
                                LOG.debug("loop {} sends one by one", loop.index(), notHere);
                            }
                        }));
    }

    /** Gives the rings back; the loops have ended. */
    @Override
    public void close() {
        makers.forEach(Uninterruptibly::join);
        rings.forEach(Ring::close);
    }
}
