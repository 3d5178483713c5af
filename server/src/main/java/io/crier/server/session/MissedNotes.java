package io.crier.server.session;

import io.crier.protocol.Frames;
import io.crier.server.delivery.Form;
import io.crier.server.delivery.GapTeller;
import io.crier.server.delivery.LoopDelivery;
import io.crier.server.delivery.NoteEncoder;
import io.crier.server.delivery.Subscriber;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client what was skipped for it: {@code {"missed":3,"channel":"prices"}}, over HTTP in its
 * form, and with RESP as a message of {@code __missed__:} and its id, if it is subscribed to that.
 */
final class MissedNotes {
    private static final Bytes PREFIX = Bytes.of("__missed__:");

    private MissedNotes() {}

    /** Whether there is a channel among {@code names} on which some client is told. */
    static boolean concern(List<Bytes> names) {
        for (Bytes name : names) {
            if (name.length() > PREFIX.length()
                    && PREFIX.equals(name.array(), 0, PREFIX.length())) {
                return true;
            }
        }
        return false;
    }

    /** How a client is told, the way it is spoken to now. */
    static GapTeller teller(long client, Subscriber subscriber, LoopDelivery delivery) {
        Form form = subscriber.form();
        if (form.isResp()) {
            Bytes told = Bytes.of(PREFIX.toString() + client);
            return subscriber.subscriptions(Kind.CHANNEL).holds(told)
                    ? (channel, missed) -> message(told, form, json(channel, missed))
                    : GapTeller.SILENT;
        }
        return (channel, missed) -> {
            NoteEncoder notes = delivery.notes(form);
            return notes == null ? null : notes.encode(json(channel, missed));
        };
    }

    private static ByteBuf message(Bytes told, Form form, byte[] json) {
        byte[] channel = told.array();
        ByteBuf frame = Unpooled.buffer(Frames.messageBytes(channel.length, json.length));
        Frames.message(
                frame, form.dialect(), channel, Unpooled.wrappedBuffer(json), 0, json.length);
        return frame;
    }

    private static byte[] json(@Nullable Bytes channel, long missed) {
        JsonText json = new JsonText().raw("{\"missed\":" + missed);
        if (channel != null) {
            json.raw(",\"channel\":");
            if (isText(channel)) {
                json.string(channel.array());
            } else {
                json.string(Base64.getEncoder().encode(channel.array()))
                        .raw(",\"encoding\":\"base64\"");
            }
        }
        return json.raw("}").bytes();
    }

    private static boolean isText(Bytes channel) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(channel.array()));
            return true;
        } catch (CharacterCodingException notText) {
            return false;
        }
    }
}
