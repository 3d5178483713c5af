/** The nouns that every room speaks of: byte strings, kinds of names, messages. */
@NullMarked
package io.crier.server.message;

import org.jspecify.annotations.NullMarked;
