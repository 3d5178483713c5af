package io.crier.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A listener whose system does not let it accept. */
final class AcceptFailuresTest {
    private final EmbeddedChannel listening = new EmbeddedChannel(new AcceptFailures());
    private final Logger logger = (Logger) LoggerFactory.getLogger(AcceptFailures.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        listening.freezeTime();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(log);
        log.start();
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(null);
        listening.finishAndReleaseAll();
    }

    @Test
    void acceptsNothingForASecondAndThenTriesAgain() {
        fail();
        assertThat(listening.config().isAutoRead()).isFalse();

        pass(999);
        assertThat(listening.config().isAutoRead()).isFalse();
        pass(1);
        assertThat(listening.config().isAutoRead()).isTrue();

        fail();
        assertThat(listening.config().isAutoRead()).isFalse();
    }

    @Test
    void stillListensAfterwards() {
        fail();

        assertThat(listening.isOpen()).isTrue();
    }

    @Test
    void theLogSaysSoOnceAMinute() {
        for (int second = 0; second < 60; second++) {
            fail();
            pass(1_000);
        }
        assertThat(lines()).hasSize(1);
        assertThat(lines().getFirst())
                .startsWith("cannot accept connections on ")
                .endsWith(", tries again every second: Too many open files");

        fail();
        assertThat(lines()).hasSize(2);
    }

    private void fail() {
        listening.pipeline().fireExceptionCaught(new IOException("Too many open files"));
    }

    private void pass(long millis) {
        listening.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        listening.runScheduledPendingTasks();
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
