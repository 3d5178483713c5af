package io.crier.server.simulator;

/** A guarantee that a run did not keep, and what shows it. */
record Violation(Guarantee guarantee, String evidence) {}
