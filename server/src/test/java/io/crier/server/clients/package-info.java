/**
 * Real publish/subscribe sessions of the client libraries that people use, each against Redis and
 * against Crier.
 */
@NullMarked
package io.crier.server.clients;

import org.jspecify.annotations.NullMarked;
