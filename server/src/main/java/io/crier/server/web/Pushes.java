package io.crier.server.web;

import io.crier.server.delivery.Form;
import io.crier.server.delivery.LoopDelivery;
import io.crier.server.message.Bytes;
import io.crier.server.message.Message;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** The pushes of one loop in the forms of browsers. */
@OnLoop
final class Pushes {
    private final JsonBytes json = new JsonBytes();
    private final PushJson pushes = new PushJson();
    private final TextFrames frames;

    Pushes(TextFrames frames) {
        this.frames = frames;
    }

    void serve(LoopDelivery delivery) {
        delivery.encoder(Form.JSON, this::frame);
        delivery.encoder(Form.JSON_DEFLATED, this::compressedFrame);
        delivery.encoder(Form.EVENTS, this::event);
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

    /** One event; JSON has no line breaks of its own. */
    private ByteBuf event(@Nullable Bytes pattern, Message message) {
        json.begin(0).raw("data: ");
        pushes.write(json, pattern, message);
        json.raw("\n\n");
        return Unpooled.wrappedBuffer(json.array(), 0, json.length());
    }
}
