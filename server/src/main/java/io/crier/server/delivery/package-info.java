/**
 * The way of a published message to the sockets of one loop: shared blocks, runs, outboxes and
 * their limits.
 */
@NullMarked
package io.crier.server.delivery;

import org.jspecify.annotations.NullMarked;
