package io.crier.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.crier.server.settings.SettingTable;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import io.crier.server.threading.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is said of connections that may not stay. */
final class RefusalsTest {
    private static final class TestClock implements Clock {
        long nanos = -5;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public long epochMicros() {
            return 0;
        }
    }

    private final Logger logger = (Logger) LoggerFactory.getLogger(Admission.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
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
    }

    @Test
    void aCrowdThatIsRefusedDoesNotFillTheLog() {
        try (TestServer server =
                TestServer.with(settings -> settings.with(SettingTable.MAX_CLIENTS, 1L))) {
            RespClient first = server.client();
            first.call("PING");
            for (int i = 0; i < 20; i++) {
                assertThat(server.client().readToEnd()).contains("max number of clients");
            }

            assertThat(first.text("INFO", "stats")).contains("rejected_connections:20\r\n");
        }
        List<String> lines = log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertThat(lines).hasSizeBetween(1, 10);
        assertThat(lines.getFirst()).startsWith("refused 127.0.0.1:").endsWith("clients reached");
    }

    @Test
    void theNextLineTellsHowManyHadNone() {
        TestClock clock = new TestClock();
        Seldom lines = new Seldom(clock);
        assertThat(lines.turn()).isZero();
        clock.nanos += Seldom.EVERY.toNanos() - 1;
        assertThat(lines.turn()).isEqualTo(-1);
        assertThat(lines.turn()).isEqualTo(-1);

        clock.nanos++;

        assertThat(lines.turn()).isEqualTo(2);
        assertThat(Seldom.andMore(2)).isEqualTo(" (and 2 more since the last such line)");
        clock.nanos += Seldom.EVERY.toNanos();
        assertThat(lines.turn()).isZero();
        assertThat(Seldom.andMore(0)).isEmpty();
    }
}
