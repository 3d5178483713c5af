package io.crier.server.security;

import io.crier.server.message.Bytes;

/** Channels that may be used. */
record ChannelPattern(Bytes glob, Matcher matcher) {
    /** Whether a channel matches; a pattern has to be this one to the letter. */
    boolean allows(boolean pattern, byte[] name, int length) {
        return pattern ? glob.equals(name, 0, length) : matcher.matches(name, 0, length);
    }
}
