/**
 * Crier and its clients on hosts of their own, between which packets are late, lost and overtaken,
 * and whose cables are pulled.
 */
@NullMarked
package io.crier.server.network;

import org.jspecify.annotations.NullMarked;
