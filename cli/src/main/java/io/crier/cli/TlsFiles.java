package io.crier.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What TLS needs, as PEM files.
 *
 * @param authorities certificates to trust instead of the Java runtime's own
 * @param certificate this client's certificate chain; comes with its key
 * @param key the certificate's private key, PKCS #8
 * @param insecure trust any server
 */
record TlsFiles(
        @Nullable Path authorities,
        @Nullable Path certificate,
        @Nullable Path key,
        boolean insecure) {

    static final TlsFiles NONE = new TlsFiles(null, null, null, false);

    TlsFiles {
        if ((certificate == null) != (key == null)) {
            throw Failure.usage("--cert and --key: one needs the other");
        }
    }
}
