/**
 * The command table and its executors, by family; and the way of a request from its bytes to its
 * reply.
 */
@NullMarked
package io.crier.server.command;

import org.jspecify.annotations.NullMarked;
