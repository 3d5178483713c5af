/** Benchmarks of the hot methods, with what they allocate, and what they are driven by. */
@NullMarked
package io.crier.bench.jmh;

import org.jspecify.annotations.NullMarked;
