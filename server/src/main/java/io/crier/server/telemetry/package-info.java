/** What one can see of a running server: counters, and the reasons for which connections ended. */
@NullMarked
package io.crier.server.telemetry;

import org.jspecify.annotations.NullMarked;
