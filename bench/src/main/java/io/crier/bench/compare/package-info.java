/**
 * The comparison that {@code bench/compare} runs: starts the servers side by side, has {@code crier
 * bench} load them in turns, keeps every result, and writes the page of figures from them.
 */
@NullMarked
package io.crier.bench.compare;

import org.jspecify.annotations.NullMarked;
