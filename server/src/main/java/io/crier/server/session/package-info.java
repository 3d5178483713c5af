/**
 * One client's state: dialect, name, user, subscriptions, reply mode; and what the sessions of one
 * loop share.
 */
@NullMarked
package io.crier.server.session;

import org.jspecify.annotations.NullMarked;
