/** Commands as clients see them: a real server on a free port, spoken to in bytes. */
@NullMarked
package io.crier.server.command;

import org.jspecify.annotations.NullMarked;
