/** The heart: who listens to what, one order over all publishes, exact counts. */
@NullMarked
package io.crier.server.broker;

import org.jspecify.annotations.NullMarked;
