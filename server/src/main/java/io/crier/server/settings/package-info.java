/**
 * The one table of settings, and everything that reads or writes it: the configuration file, the
 * flags, CONFIG, and the page in the documentation.
 */
@NullMarked
package io.crier.server.settings;

import org.jspecify.annotations.NullMarked;
