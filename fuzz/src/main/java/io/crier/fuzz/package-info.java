/** Owns the list of fuzz targets, and runs them under Jazzer. */
@NullMarked
package io.crier.fuzz;

import org.jspecify.annotations.NullMarked;
