package io.crier.server.security;

import io.crier.server.message.Bytes;
import java.util.List;

/**
 * What a token says that was signed with one of the keys.
 *
 * @param user whose it is
 * @param publish globs of the channels that may be published to
 * @param subscribe globs of the channels that may be subscribed to
 * @param expiresMillis when the session ends, milliseconds since the epoch
 */
record Token(Bytes user, List<Bytes> publish, List<Bytes> subscribe, long expiresMillis) {
    public Token {
        publish = List.copyOf(publish);
        subscribe = List.copyOf(subscribe);
    }
}
