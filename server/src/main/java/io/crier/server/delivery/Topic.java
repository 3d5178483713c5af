package io.crier.server.delivery;

import io.crier.server.broker.Interest;
import io.crier.server.message.Bytes;
import io.crier.server.settings.SlowPolicy;

/**
 * What a message that may be skipped is of, for one subscriber: its channel, and the subscription
 * that it reaches him by.
 */
record Topic(Interest subscription, Bytes channel, SlowPolicy policy) {}
