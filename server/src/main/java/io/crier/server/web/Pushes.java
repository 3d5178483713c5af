package io.crier.server.web;

import io.crier.server.delivery.Form;
import io.crier.server.delivery.LoopDelivery;
import io.crier.server.message.Bytes;
import io.crier.server.message.Message;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The pushes of one loop in the forms of browsers. */
@OnLoop
final class Pushes {
    private static final byte[] MISSED = ascii("event: missed\ndata: ");
    private static final byte[] END = ascii("\n\n");

    private final JsonBytes json = new JsonBytes();
    private final JsonBytes notes = new JsonBytes();
    private final PushJson pushes = new PushJson();
    private final TextFrames frames;

    Pushes(TextFrames frames) {
        this.frames = frames;
    }

    void serve(LoopDelivery delivery) {
        delivery.encoder(Form.JSON, this::frame, this::note);
        delivery.encoder(Form.JSON_DEFLATED, this::compressedFrame, this::note);
        delivery.encoder(Form.EVENTS, this::event, Pushes::noteEvent);
    }

    private ByteBuf frame(@Nullable Bytes pattern, Message message) {
        return frames.text(behindHead(pattern, message));
    }

    private ByteBuf compressedFrame(@Nullable Bytes pattern, Message message) {
        return frames.compressed(behindHead(pattern, message));
    }

    private JsonBytes behindHead(@Nullable Bytes pattern, Message message) {
        json.begin(TextFrames.HEAD_BYTES_MAX);
        pushes.write(json, pattern, message);
        return json;
    }

    /** Too short to compress; leaves alone what a push that is being handed out stands in. */
    private ByteBuf note(byte[] note) {
        return frames.text(notes.begin(TextFrames.HEAD_BYTES_MAX).raw(note));
    }

    private static ByteBuf noteEvent(byte[] note) {
        return Unpooled.wrappedBuffer(MISSED, note, END);
    }

    /** One event; JSON has no line breaks of its own. */
    private ByteBuf event(@Nullable Bytes pattern, Message message) {
        json.begin(0).raw("data: ");
        pushes.write(json, pattern, message);
        json.raw("\n\n");
        return Unpooled.wrappedBuffer(json.array(), 0, json.length());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
