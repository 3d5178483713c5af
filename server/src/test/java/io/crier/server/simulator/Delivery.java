package io.crier.server.simulator;

import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;

/** One message as one client read it, and at which place in all that it read. */
record Delivery(int place, Kind kind, Bytes name, Publish publish) {}
