/**
 * What crosses threads, tried against every interleaving that the machine produces. Not null-marked
 * as a package, because jcstress generates into it; each class is.
 */
package io.crier.bench.stress;
