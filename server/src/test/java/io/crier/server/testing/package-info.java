/** What tests of a running server speak to it with. */
@NullMarked
package io.crier.server.testing;

import org.jspecify.annotations.NullMarked;
