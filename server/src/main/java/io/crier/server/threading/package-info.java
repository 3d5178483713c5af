/** Who runs what: event loops, clocks, and the mark of what belongs to one loop alone. */
@NullMarked
package io.crier.server.threading;

import org.jspecify.annotations.NullMarked;
