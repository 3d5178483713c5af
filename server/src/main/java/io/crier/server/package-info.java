/** Start and stop of a Crier server, all wiring by hand, and the embedding API. */
@NullMarked
package io.crier.server;

import org.jspecify.annotations.NullMarked;
