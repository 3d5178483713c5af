/** That the load generator counts right and finds what a server does wrong. */
@NullMarked
package io.crier.cli.bench;

import org.jspecify.annotations.NullMarked;
