package io.crier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One connection that is given the bytes of a server which works, and of servers which do not. */
@ParameterizedClass
@EnumSource(Protocol.class)
final class LinkTest {
    private static final int SIZE = 40;
    private static final String UNAUTHORIZED = "HTTP/1.1 401 Unauthorized";

    @Parameter private Protocol protocol = Protocol.RESP2;

    private final Tally tally = new Tally(true);
    private final List<String> fate = new ArrayList<>();
    private @Nullable EmbeddedChannel channel;

    @AfterEach
    void close() {
        if (channel != null) {
            channel.finishAndReleaseAll();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 16, 61, 1_000_000})
    void aStreamIsReadTheSameHoweverItIsCut(int pieceBytes) {
        connect();
        ByteBuf stream = confirmation();
        for (int i = 1; i <= 100; i++) {
            stream.writeBytes(message("0", 0, i));
        }
        while (stream.isReadable()) {
            receive(stream.readBytes(Math.min(pieceBytes, stream.readableBytes())));
        }
        stream.release();
        expect(100);
        assertThat(fate).containsExactly("ready");
        assertThat(tally.checks()).isEqualTo(Checks.CLEAN);
        assertThat(tally.counts().deliveries()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aMessageThatDoesNotComeIsLost(int missing) {
        connect();
        receive(confirmation());
        expect(3);
        for (int i = 1; i <= 3; i++) {
            if (i != missing) {
                receive(message("0", 0, i));
            }
        }
        assertThat(tally.checks()).isEqualTo(new Checks(1, 0, 0, 0, 0, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aMessageThatComesTwiceIsDuplicatedAndHidesNoLoss(int twice) {
        connect();
        receive(confirmation());
        expect(4);
        for (int i = 1; i <= 3; i++) {
            receive(message("0", 0, i));
        }
        receive(message("0", 0, twice));
        assertThat(tally.checks()).isEqualTo(new Checks(1, 0, 1, 0, 0, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 30})
    void aMessageThatIsOvertakenIsOutOfOrder(int last) {
        connect();
        receive(confirmation());
        expect(last);
        for (int i = 2; i <= last; i++) {
            receive(message("0", 0, i));
        }
        receive(message("0", 0, 1));
        assertThat(tally.checks()).isEqualTo(new Checks(0, 1, 0, 0, 0, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "00", ""})
    void aMessageOfAnotherChannelIsAnError(String other) {
        connect();
        receive(confirmation());
        receive(message(other, 0, 1));
        receive(message("0", 0, 1));
        expect(1);
        Checks checks = tally.checks();
        assertThat(checks.errors()).isEqualTo(1);
        assertThat(checks.lost()).isZero();
        assertThat(checks.firstError()).contains(channel(other));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1, Integer.MAX_VALUE})
    void aMessageThatNobodyPublishedIsAnError(int publisher) {
        connect();
        receive(confirmation());
        receive(message("0", publisher, 1));
        assertThat(tally.checks().errors()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void aReplyThatTellsAnotherNumberDisagrees(int told) {
        Link link = connect();
        receive(confirmation());
        if (protocol == Protocol.NATS || protocol == Protocol.WEBSOCKET) { // answers no publish
            tally.publish(0);
            assertThat(tally.checks().repliesDisagreeing()).isZero();
            return;
        }
        for (int receivers : new int[] {2, 2}) {
            link.receipts().add(receivers);
            tally.publish(0);
        }
        receive(text(":2\r\n:" + told + "\r\n"));
        assertThat(tally.checks()).isEqualTo(new Checks(0, 0, 0, 1, 0, null));
        assertThat(tally.unanswered()).isZero();
    }

    @Test
    void anErrorReplyToWhatIsSaidFirstIsARefusal() {
        connect();
        receive(protocol == Protocol.WEBSOCKET ? text(UNAUTHORIZED + "\r\n\r\n") : error());
        String refusal = protocol == Protocol.WEBSOCKET ? UNAUTHORIZED : "ERR no";
        assertThat(fate).containsExactly("failed the server refused: " + refusal, "ended");
    }

    @Test
    void anErrorReplyLaterIsCounted() {
        connect();
        receive(confirmation());
        receive(error());
        assertThat(tally.checks().errors()).isEqualTo(1);
        assertThat(tally.checks().firstError()).contains("ERR no");
    }

    private Link connect() {
        Plan plan = new Plan(new Scenario.FanOut(), protocol, 1, 1, 1, 0, 0, SIZE, 1, 0, 1, 0);
        EmbeddedChannel connected = new EmbeddedChannel();
        Load load = new Load(plan, connected.eventLoop(), tally);
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        Target target = new Target(here, here, "here", null, null, null, null);
        Greeting greeting =
                new Greeting.Writer(protocol, target, 0, SIZE).subscriber(new int[] {0}, 0);
        Link link = new Link(load, greeting, new Told());
        channel = connected;
        connected.pipeline().addLast(link);
        connected.pipeline().fireChannelActive();
        return link;
    }

    private void receive(ByteBuf bytes) {
        if (channel != null) {
            channel.writeInbound(bytes);
        }
    }

    private void expect(int deliveries) {
        for (int i = 0; i < deliveries; i++) {
            tally.publish(1);
        }
    }

    private ByteBuf confirmation() {
        return switch (protocol) {
            case RESP2 ->
                    lines("*3 $9 subscribe $4 ch:0 :1 *2 $4 pong $0")
                            .writeBytes(new byte[] {13, 10});
            case RESP3 -> lines("%2 $5 proto :3 $7 modules *0 >3 $9 subscribe $4 ch:0 :1 +PONG");
            case NATS -> text("INFO {\"max_payload\":1048576}\r\nPING\r\nPONG\r\n");
            case WEBSOCKET ->
                    text("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
                            .writeBytes(new byte[] {(byte) 0x89, 0})
                            .writeBytes(frame("{'id':'join','reply':[['subscribe','ch:0',1]]}"))
                            .writeBytes(frame("{'id':'ready','reply':'PONG'}"));
        };
    }

    private ByteBuf error() {
        return protocol == Protocol.WEBSOCKET
                ? frame("{'id':null,'error':'ERR no'}")
                : text("-ERR no\r\n");
    }

    /** Of a WebSocket, with quotation marks for apostrophes. */
    private static ByteBuf frame(String json) {
        return Unpooled.buffer()
                .writeByte(0x81)
                .writeByte(json.length())
                .writeBytes(text(json.replace('\'', '"')));
    }

    private ByteBuf message(String number, int publisher, int sequence) {
        ByteBuf out = Unpooled.buffer();
        String name = channel(number);
        switch (protocol) {
            case RESP2, RESP3 ->
                    out.writeBytes(
                            "%s3\r\n$7\r\nmessage\r\n$%d\r\n%s\r\n$%d\r\n"
                                    .formatted(
                                            protocol == Protocol.RESP3 ? ">" : "*",
                                            name.length(),
                                            name,
                                            SIZE)
                                    .getBytes(StandardCharsets.UTF_8));
            case NATS ->
                    out.writeBytes(
                            "MSG %s 1 %d\r\n"
                                    .formatted(name, SIZE)
                                    .getBytes(StandardCharsets.UTF_8));
            case WEBSOCKET ->
                    out.writeByte(0x81)
                            .writeByte(26 + name.length() + SIZE)
                            .writeBytes(text("{\"push\":[\"message\",\"" + name + "\",\""));
        }
        Wire wire = protocol.subscribing();
        wire.stamp().write(out, 1, publisher, sequence);
        out.writeBytes("x".repeat(SIZE - wire.stamp().bytes()).getBytes(StandardCharsets.UTF_8));
        return out.writeBytes(wire.messageTail());
    }

    private String channel(String number) {
        return (protocol == Protocol.NATS ? "ch." : "ch:") + number;
    }

    /** Words as lines. */
    private static ByteBuf lines(String words) {
        return text(words.replace(" ", "\r\n") + "\r\n");
    }

    private static ByteBuf text(String text) {
        ByteBuf bytes = Unpooled.buffer();
        bytes.writeCharSequence(text, StandardCharsets.UTF_8);
        return bytes;
    }

    private final class Told implements Link.Fate {
        @Override
        public void ready(Link link) {
            fate.add("ready");
        }

        @Override
        public void ended(Link link) {
            fate.add("ended");
        }

        @Override
        public void failed(Link link, Throwable cause) {
            fate.add("failed " + cause.getMessage());
        }
    }
}
