package io.crier.server.threading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whoever looks regularly goes on looking. */
final class LookoutTest {
    private static final Duration OFTEN = Duration.ofMillis(1);

    private final Logger logger = (Logger) LoggerFactory.getLogger(Lookout.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        logger.addAppender(log);
        log.start();
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    @Test
    void aLookThatGoesWrongIsNotTheLast() {
        AtomicInteger looks = new AtomicInteger();
        try (Lookout _ =
                Lookout.start(
                        "test",
                        OFTEN,
                        () -> {
                            switch (looks.incrementAndGet()) {
                                case 1 -> throw new IllegalStateException("on purpose");
                                case 2 -> throw new OutOfMemoryError("on purpose");
                                default -> {}
                            }
                        })) {
            await().until(() -> looks.get() > 2);
        }
    }

    @Test
    void whatGoesWrongAgainAndAgainIsLoggedOnce() {
        AtomicInteger looks = new AtomicInteger();
        try (Lookout _ =
                Lookout.start(
                        "test",
                        OFTEN,
                        () -> {
                            looks.incrementAndGet();
                            throw new IllegalStateException("on purpose");
                        })) {
            await().until(() -> looks.get() > 3);
        }

        assertThat(log.list)
                .singleElement()
                .returns("test: could not look, and goes on", ILoggingEvent::getFormattedMessage);
    }

    @Test
    void closingEndsTheThread() {
        AtomicReference<Thread> thread = new AtomicReference<>(Thread.currentThread());
        try (Lookout _ = Lookout.start("test", OFTEN, () -> thread.set(Thread.currentThread()))) {
            await().until(() -> thread.get() != Thread.currentThread());
            assertThat(thread.get().getName()).isEqualTo("test");
        }

        await().until(() -> !thread.get().isAlive());
    }
}
