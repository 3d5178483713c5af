/** Listeners, event loops and the life of connections, over Netty: epoll, io_uring or NIO. */
@NullMarked
package io.crier.server.transport;

import org.jspecify.annotations.NullMarked;
