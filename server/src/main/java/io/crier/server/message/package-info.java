/** The nouns that every room speaks of: byte strings, shared blocks of encoded bytes, messages. */
@NullMarked
package io.crier.server.message;

import org.jspecify.annotations.NullMarked;
