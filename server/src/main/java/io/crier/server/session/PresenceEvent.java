package io.crier.server.session;

import io.crier.server.message.Bytes;
import java.io.ByteArrayOutputStream;

/**
 * A name joined or left a channel.
 *
 * @param name UTF-8, as names of users and of clients are
 */
record PresenceEvent(Bytes channel, Bytes name, boolean joined) {
    private static final Bytes PREFIX = Bytes.of("__presence__:");

    /** Whether {@code channel} is one on which events are published. */
    static boolean isPublishedOn(Bytes channel) {
        return channel.length() >= PREFIX.length()
                && PREFIX.equals(channel.array(), 0, PREFIX.length());
    }

    /** The channel that it is published on. */
    byte[] publishedOn() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PREFIX.array());
        out.writeBytes(channel.array());
        return out.toByteArray();
    }

    /** {@code {"event":"join","name":"alice"}}. */
    byte[] json() {
        return new JsonText()
                .raw("{\"event\":\"" + (joined ? "join" : "leave") + "\",\"name\":")
                .string(name.array())
                .raw("}")
                .bytes();
    }
}
