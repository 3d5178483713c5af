package io.crier.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Reply;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A publisher and a subscriber who exchange numbered messages all the time and must notice nothing
 * of the others.
 */
final class Bystanders implements AutoCloseable {
    private final RawClient publisher;
    private final RawClient subscriber;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong exchanged = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> disturbed = new AtomicReference<>();
    private final Thread thread;

    Bystanders(int port) {
        publisher = new RawClient(port);
        subscriber = new RawClient(port);
        subscriber.call("SUBSCRIBE", "bystanders");
        thread = Thread.ofPlatform().name("bystanders").start(this::exchange);
    }

    private void exchange() {
        try {
            while (!over.get()) {
                String number = Long.toString(exchanged.get());
                assertThat(publisher.publish("bystanders", number)).isEqualTo(1);
                assertThat(subscriber.read())
                        .isEqualTo(
                                new Reply.Array(
                                        List.of(
                                                Reply.Bulk.of("message"),
                                                Reply.Bulk.of("bystanders"),
                                                Reply.Bulk.of(number))));
                exchanged.incrementAndGet();
            }
        } catch (RuntimeException | AssertionError failed) {
            disturbed.set(failed);
        }
    }

    /**
     * Waits until they have exchanged some more, so that they did so after all that happened before
     * this.
     */
    void goOn() {
        long before = exchanged.get();
        Awaitility.await().until(() -> disturbed.get() != null || exchanged.get() > before + 2);
        assertThat(disturbed.get()).isNull();
    }

    @Override
    public void close() {
        over.set(true);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        publisher.close();
        subscriber.close();
        assertThat(disturbed.get()).isNull();
    }
}
