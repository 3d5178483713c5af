package io.crier.server.simulator;

import org.jspecify.annotations.Nullable;

/**
 * From when on a guest was which user.
 *
 * @param by the request that made it so; null for the first
 * @param from the earliest step at which it was so
 * @param surely the step from which on it surely was so
 */
record Login(String user, @Nullable Question by, long from, long surely) {}
