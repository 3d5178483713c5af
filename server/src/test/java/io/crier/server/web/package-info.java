/** What a browser, or a client that pretends to be one, does to a running server. */
@NullMarked
package io.crier.server.web;

import org.jspecify.annotations.NullMarked;
