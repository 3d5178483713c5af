/** Who may come in, and what a user may do. */
@NullMarked
package io.crier.server.security;

import org.jspecify.annotations.NullMarked;
