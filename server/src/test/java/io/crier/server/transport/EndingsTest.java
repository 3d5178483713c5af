package io.crier.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.crier.server.broker.Broker;
import io.crier.server.delivery.LoopDelivery;
import io.crier.server.message.Bytes;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Peer;
import io.crier.server.session.Presence;
import io.crier.server.session.Session;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Settings;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.telemetry.CloseReason.Kind;
import io.crier.server.telemetry.Counters;
import io.crier.server.testing.HandLoop;
import io.crier.server.threading.SystemClock;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is said of connections that ended. */
final class EndingsTest {
    private static final CloseReason SLOW = CloseReason.of(Kind.OUTPUT_BUFFER_LIMIT, "9 bytes");

    private final HandLoop loop = new HandLoop();
    private Bytes name = Bytes.EMPTY;
    private final Counters counters = new Counters();
    private final Endings endings = new Endings(loop, counters);
    private final LoopSessions sessions = sessions();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Endings.class);
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
        sessions.close();
    }

    @Test
    void everyEndHasALineWithItsClientAndItsReason() {
        end(1, SLOW);

        assertThat(lines())
                .containsExactly(
                        "client 1 (10.0.0.1:1, name '') ended: the client reads too slowly: 9"
                                + " bytes");
    }

    @Test
    void whenVeryManyEndForOneReasonTheLastLineCountsThoseWithoutALine() {
        end(Endings.LINES_MAX + 250, SLOW);
        loop.turn();

        assertThat(lines()).hasSize(Endings.LINES_MAX + 1);
        assertThat(lines().getLast())
                .isEqualTo("250 more clients ended within a second: the client reads too slowly");
        assertThat(counters.closed(Kind.OUTPUT_BUFFER_LIMIT).sum())
                .isEqualTo(Endings.LINES_MAX + 250);
    }

    @Test
    void ofALongNameTheBeginningIsShown() {
        name = Bytes.of("x".repeat(64 * 1024));
        end(1, SLOW);

        assertThat(lines().getFirst())
                .startsWith("client 1 (10.0.0.1:1, name '" + "x".repeat(128) + "...') ended: ");
    }

    @Test
    void handshakesThatFailAreBoundedAsWell() {
        for (int i = 1; i <= Endings.LINES_MAX + 5; i++) {
            endings.note(
                    new InetSocketAddress("10.0.0.1", i),
                    TlsEndings.reason(new NotSslRecordException("0a")));
        }
        loop.turn();

        assertThat(lines()).hasSize(Endings.LINES_MAX + 1);
        assertThat(lines().getFirst())
                .isEqualTo(
                        "/10.0.0.1:1 ended: the TLS handshake failed: the client does not speak"
                                + " TLS");
        assertThat(lines().getLast())
                .isEqualTo("5 more clients ended within a second: the TLS handshake failed");
        assertThat(counters.closed(Kind.TLS_HANDSHAKE).sum()).isEqualTo(Endings.LINES_MAX + 5);
    }

    @Test
    void anotherReasonHasItsOwnLines() {
        end(Endings.LINES_MAX + 1, SLOW);
        end(1, CloseReason.of(Kind.CROSS_PROTOCOL));

        assertThat(lines().getLast()).contains("the client spoke HTTP");
    }

    @Test
    void theNextSecondHasLinesAgain() {
        end(Endings.LINES_MAX, SLOW);
        loop.turn();
        end(1, SLOW);

        assertThat(lines()).hasSize(Endings.LINES_MAX + 1);
        assertThat(lines().getLast()).startsWith("client 1 ");
    }

    @Test
    void whatTheLoopDidNotComeToSayIsSaidInTheEnd() {
        end(Endings.LINES_MAX + 3, SLOW);
        endings.close();

        assertThat(lines().getLast()).startsWith("3 more clients ended");
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void end(int clients, CloseReason reason) {
        for (int i = 1; i <= clients; i++) {
            Session session =
                    new Session(
                            i,
                            sessions,
                            new ChannelWire(new EmbeddedChannel(), endings),
                            new Peer("10.0.0.1:" + i, "10.0.0.2:6379", -1, false),
                            0);
            session.identity().name(name);
            session.end();
            endings.note(session, reason);
        }
    }

    private LoopSessions sessions() {
        Broker broker = new Broker(1);
        SystemClock clock = new SystemClock();
        var allocator = UnpooledByteBufAllocator.DEFAULT;
        LoopDelivery delivery = new LoopDelivery(broker, loop, clock, counters, allocator);
        broker.attach(loop, delivery::drain, Long.MAX_VALUE);
        LiveSettings settings = new LiveSettings(Settings.defaults(), null);
        return new LoopSessions(broker, delivery, allocator, new Presence(settings, clock));
    }
}
