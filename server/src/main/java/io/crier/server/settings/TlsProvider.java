package io.crier.server.settings;

import java.util.Locale;

/** Whose TLS is spoken; {@link #AUTO} takes BoringSSL, or the JDK's where that cannot serve. */
public enum TlsProvider {
    AUTO,
    BORINGSSL,
    JDK;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
