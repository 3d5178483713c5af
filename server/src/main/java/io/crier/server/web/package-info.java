/** The same channels over HTTP: WebSocket, server-sent events, publishing, pages. */
@NullMarked
package io.crier.server.web;

import org.jspecify.annotations.NullMarked;
