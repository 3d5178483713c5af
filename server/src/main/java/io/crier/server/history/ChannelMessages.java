package io.crier.server.history;

import io.crier.server.message.Bytes;
import java.util.List;

/** What a consumer of a group was given of one channel. */
public record ChannelMessages(Bytes channel, List<Given> messages) {}
