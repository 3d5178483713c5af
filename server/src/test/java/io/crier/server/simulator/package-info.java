/**
 * The core under a seeded, single-threaded simulator: loops, wires and clients that interleave as a
 * seed says, and a checker that knows the history and holds it against the guarantees G1 to G7.
 */
@NullMarked
package io.crier.server.simulator;

import org.jspecify.annotations.NullMarked;
