/** A load generator for servers that carry messages from publishers to subscribers. */
@NullMarked
package io.crier.cli.bench;

import org.jspecify.annotations.NullMarked;
