/**
 * Who may come in, and what a user may do: users, their passwords and their rules, as Redis' ACL,
 * and tokens.
 */
@NullMarked
package io.crier.server.security;

import org.jspecify.annotations.NullMarked;
