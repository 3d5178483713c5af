package io.crier.server.settings;

import org.jspecify.annotations.Nullable;

/** Something that stands in files and can be read again while the server runs. */
public interface Reloadable {
    /** What it is, for the log: settings, users, certificates. */
    String name();

    /** Whether there is a file of it at all. */
    boolean present();

    /**
     * Reads it again, and takes up all of it or nothing. Waits for the disk, so it must not be
     * called on an event loop.
     *
     * @return null when it is done, else one line that says where the mistake is and what is
     *     allowed
     */
    @Nullable String reload();
}
