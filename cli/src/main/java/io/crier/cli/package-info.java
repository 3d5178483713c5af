/** The {@code crier} command: its subcommands, their way to a server, and what they print. */
@NullMarked
package io.crier.cli;

import org.jspecify.annotations.NullMarked;
