/**
 * The running server under load, bad input and abrupt ends: nothing lost, nothing left, nobody
 * disturbed.
 */
@NullMarked
package io.crier.server.proof;

import org.jspecify.annotations.NullMarked;
