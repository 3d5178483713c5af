/**
 * Replays transcripts against a real redis-server and against Crier, and compares every byte that
 * they answer.
 */
@NullMarked
package io.crier.server.conformance;

import org.jspecify.annotations.NullMarked;
