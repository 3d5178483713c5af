/**
 * Channels that remember: what was published to them, by position, in memory; who waits for more.
 * Implements the broker's {@link io.crier.server.broker.Journal}.
 */
@NullMarked
package io.crier.server.history;

import org.jspecify.annotations.NullMarked;
