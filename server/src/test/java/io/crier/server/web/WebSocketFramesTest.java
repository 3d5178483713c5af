package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.crier.server.testing.RespClient;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Frames as RFC 6455 wants them, in any pieces, and frames that it forbids. */
final class WebSocketFramesTest {
    private static final int NORMAL = 1_000;
    private static final int PROTOCOL_ERROR = 1_002;
    private static final int UNSUPPORTED = 1_003;
    private static final int NOT_UTF8 = 1_007;
    private static final int TOO_LARGE = 1_009;

    private static final String NOBODY_LEFT =
            "crier_connections_ended_total{reason=\"peer-closed\"} 0.0";
    private static final String PUBLISH = Json.request("1", "PUBLISH", "global", "never");

    private final WebServer server = WebServer.start();
    private final RawWebSocket socket = server.webSocket();
    private final RespClient listener = server.resp();

    WebSocketFramesTest() {
        listener.call("SUBSCRIBE", "global");
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** The socket is closed with this code, and what it wanted to publish was not. */
    private void refusedAs(int code) {
        socket.expectClose(code);
        nothingWasPublished();
    }

    private void nothingWasPublished() {
        assertThat(server.resp().number("PUBLISH", "global", "first")).isEqualTo(1);
        assertThat(listener.readRaw()).endsWith("first\r\n");
    }

    @Test
    void aPingIsAnsweredByAPongWithItsBytes() {
        socket.send(Frame.whole(Frame.PING, "")).send(Frame.whole(Frame.PING, "a\u00ff\u0000"));
        String longest = "x".repeat(125);
        socket.send(Frame.whole(Frame.PING, longest));

        assertThat(socket.read()).isEqualTo(Frame.whole(Frame.PONG, ""));
        assertThat(socket.read()).isEqualTo(Frame.whole(Frame.PONG, "a\u00ff\u0000"));
        assertThat(socket.read()).isEqualTo(Frame.whole(Frame.PONG, longest));
    }

    @Test
    void aPongThatNobodyAskedForIsPassedOver() {
        socket.send(Frame.whole(Frame.PONG, "x"));

        assertThat(socket.reply("PING")).isEqualTo(Json.read("\"PONG\""));
    }

    @Test
    void aCloseIsAnsweredByACloseAndTheSubscriptionEnds() {
        socket.subscribe("global");

        socket.send(Frame.whole(Frame.CLOSE, "\u0003\u00e8bye"));

        refusedAs(NORMAL);
    }

    @Test
    void aCloseWithoutACodeIsAnsweredToo() {
        socket.send(Frame.whole(Frame.CLOSE, ""));

        Frame close = socket.read();

        assertThat(close.opcode()).isEqualTo(Frame.CLOSE);
        assertThat(close.closeCode()).isIn(NORMAL, 1_005);
        assertThat(socket.client().readToEnd()).isEmpty();
    }

    @Test
    void aCloseThatIsNoneIsRefused() {
        for (String payload :
                new String[] {"\u0003", "\u0003\u00ed", "\u0000\u0001", "\u0003\u00ee"}) {
            RawWebSocket other = server.webSocket();
            other.send(Frame.whole(Frame.CLOSE, payload));
            other.expectClose(PROTOCOL_ERROR);
        }
    }

    @Test
    void whatComesBehindACloseIsNotRun() {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(Frame.whole(Frame.CLOSE, "\u0003\u00e8").masked());
        frames.writeBytes(Frame.text(PUBLISH).masked());

        socket.client().raw(frames.toByteArray());

        refusedAs(NORMAL);
    }

    @Test
    void requestsBeforeACloseAreAnswered() {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(Frame.text(Json.request("1", "ECHO", "x")).masked());
        frames.writeBytes(Frame.text(Json.request("2", "PUBSUB", "CHANNELS")).masked());
        frames.writeBytes(Frame.whole(Frame.CLOSE, "\u0003\u00e8").masked());

        socket.client().raw(frames.toByteArray());

        socket.expect("{\"id\":1,\"reply\":\"x\"}");
        assertThat(socket.next().get("id")).isEqualTo(Json.read("2"));
        socket.expectClose(NORMAL);
    }

    @Test
    void aFrameMayComeByteByByte() {
        byte[] frame = Frame.text(Json.request("1", "ECHO", "\u20ac \ud83d\ude00")).masked();

        socket.client().oneByOne(frame);

        socket.expect("{\"id\":1,\"reply\":\"\u20ac \ud83d\ude00\"}");
    }

    @Test
    void aMessageMayComeInFramesOfOneByteWithPingsBetween() {
        String request = Frame.utf8(Json.request("1", "ECHO", "\u20ac \ud83d\ude00"));
        for (int i = 0; i < request.length(); i++) {
            int opcode = i == 0 ? Frame.TEXT : Frame.CONTINUATION;
            int fin = i == request.length() - 1 ? Frame.FIN : 0;
            socket.send(new Frame(fin | opcode, request.substring(i, i + 1)));
            if (i % 7 == 0) {
                socket.send(Frame.whole(Frame.PING, "p" + i));
            }
        }

        for (int i = 0; i < request.length(); i += 7) {
            assertThat(socket.read()).isEqualTo(Frame.whole(Frame.PONG, "p" + i));
        }
        socket.expect("{\"id\":1,\"reply\":\"\u20ac \ud83d\ude00\"}");
    }

    @Test
    void emptyFramesOfAMessageAreAllowed() {
        String request = Json.request("1", "ECHO", "x");
        socket.send(new Frame(Frame.TEXT, ""))
                .send(new Frame(Frame.CONTINUATION, ""))
                .send(new Frame(Frame.CONTINUATION, request))
                .send(new Frame(Frame.FIN | Frame.CONTINUATION, ""));

        socket.expect("{\"id\":1,\"reply\":\"x\"}");
    }

    @Test
    void manyRequestsMayComeInOnePacketThatEndsInsideOne() {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            frames.writeBytes(Frame.text(Json.request(Integer.toString(i), "PING")).masked());
        }
        byte[] all = frames.toByteArray();
        int cut = all.length - 20;

        socket.client().raw(Arrays.copyOf(all, cut));
        for (int i = 0; i < 99; i++) {
            socket.expect("{\"id\":" + i + ",\"reply\":\"PONG\"}");
        }
        socket.client().raw(Arrays.copyOfRange(all, cut, all.length));

        socket.expect("{\"id\":99,\"reply\":\"PONG\"}");
    }

    @Test
    void lengthsMayBeWrittenInEveryForm() {
        for (int length :
                new int[] {0, 1, 80, 125, 126, 127, 65_535 - 30, 65_535, 65_536, 200_000}) {
            String text = "x".repeat(length);
            JsonNode answer = socket.send(Json.request("1", "ECHO", text)).next();
            assertThat(answer.get("reply").stringValue()).isEqualTo(text);
        }
    }

    @Test
    void aBinaryFrameIsRefused() {
        socket.send(Frame.whole(Frame.BINARY, PUBLISH));

        refusedAs(UNSUPPORTED);
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        socket.send(
                Frame.whole(
                        Frame.TEXT,
                        "{\"id\":\"\u00ff\",\"command\":[\"PUBLISH\",\"global\",\"never\"]}"));

        refusedAs(NOT_UTF8);
    }

    @Test
    void textThatEndsInsideACharacterIsRefused() {
        socket.send(Frame.whole(Frame.TEXT, "\"\u00e2\u0082"));

        refusedAs(NOT_UTF8);
    }

    @Test
    void aFrameWithoutAMaskIsRefused() {
        socket.client().raw(Frame.text(PUBLISH).unmasked());

        refusedAs(PROTOCOL_ERROR);
    }

    @Test
    void reservedBitsAreRefused() {
        for (int bit : new int[] {0x40, 0x20, 0x10}) {
            RawWebSocket other = server.webSocket();
            other.send(new Frame(Frame.FIN | bit | Frame.TEXT, PUBLISH));
            other.expectClose(PROTOCOL_ERROR);
        }
        nothingWasPublished();
    }

    @Test
    void unknownOpcodesAreRefused() {
        for (int opcode : new int[] {0x3, 0x7, 0xb, 0xf}) {
            RawWebSocket other = server.webSocket();
            other.send(Frame.whole(opcode, PUBLISH.substring(0, 20)));
            other.expectClose(PROTOCOL_ERROR);
        }
        nothingWasPublished();
    }

    @Test
    void aContinuationOfNothingIsRefused() {
        socket.send(Frame.whole(Frame.CONTINUATION, PUBLISH));

        refusedAs(PROTOCOL_ERROR);
    }

    @Test
    void aSecondMessageInsideOfAMessageIsRefused() {
        socket.send(new Frame(Frame.TEXT, "{")).send(PUBLISH);

        refusedAs(PROTOCOL_ERROR);
    }

    @Test
    void aControlFrameInPiecesIsRefused() {
        socket.send(new Frame(Frame.PING, "x")).send(PUBLISH);

        refusedAs(PROTOCOL_ERROR);
    }

    @Test
    void aControlFrameThatIsTooLongIsRefused() {
        socket.send(Frame.whole(Frame.PING, "x".repeat(126)));

        refusedAs(PROTOCOL_ERROR);
    }

    @Test
    void aFrameThatIsTooLargeIsRefusedByItsLengthAlone() {
        byte[] frame = Frame.text("x".repeat(2 << 20)).masked();

        socket.client().raw(Arrays.copyOf(frame, 20));

        refusedAs(TOO_LARGE);
    }

    @Test
    void aMessageThatIsTooLargeInAllItsFramesIsRefused() {
        String part = "x".repeat(100_000);
        socket.send(new Frame(Frame.TEXT, part));
        for (int i = 0; i < 11; i++) {
            socket.sendMayBreak(new Frame(Frame.CONTINUATION, part));
        }

        refusedAs(TOO_LARGE);
    }

    @Test
    void whoGoesAwayWithoutACloseIsNoSubscriberAnyMore() {
        socket.subscribe("mine");
        RawWebSocket other = server.webSocket();
        other.subscribe("mine");

        socket.client().close();
        other.client().reset();

        server.awaitSubscribers("mine", 0);
    }

    @Test
    void whoGoesAwayInsideOfAMessageIsNoErrorOfTheServer() {
        Logger log = (Logger) LoggerFactory.getLogger(Web.class);
        ListAppender<ILoggingEvent> errors = new ListAppender<>();
        errors.start();
        log.addAppender(errors);
        RawHttp watcher = server.http();
        socket.send(new Frame(Frame.TEXT, "{"));

        socket.client().close();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> !watcher.call("GET /metrics").body().contains(NOBODY_LEFT));
        log.detachAppender(errors);
        assertThat(errors.list).isEmpty();
    }

    @Test
    void aFrameThatNeverEndsPublishesNothing() {
        byte[] frame = Frame.text(PUBLISH).masked();
        socket.client().raw(Arrays.copyOf(frame, frame.length - 1));
        socket.client().close();

        nothingWasPublished();
    }

    @Test
    void whoAnswersNoPingIsLetGo() {
        socket.subscribe("mine");

        Frame frame = socket.read();
        while (frame.opcode() == Frame.PING) {
            frame = readOrEnd();
        }

        assertThat(frame.opcode()).isEqualTo(Frame.CLOSE);
        server.awaitSubscribers("mine", 0);
    }

    /** An end without a close frame is as good as one with it. */
    private Frame readOrEnd() {
        try {
            return socket.read();
        } catch (UncheckedIOException ended) {
            return Frame.whole(Frame.CLOSE, "");
        }
    }
}
