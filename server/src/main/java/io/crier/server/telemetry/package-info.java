/** What one can see of a running server: counters, measurements, and why connections ended. */
@NullMarked
package io.crier.server.telemetry;

import org.jspecify.annotations.NullMarked;
