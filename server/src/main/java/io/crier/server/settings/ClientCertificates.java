package io.crier.server.settings;

import java.util.Locale;

/** Whether clients have to show a certificate. */
public enum ClientCertificates {
    NO,
    YES,
    OPTIONAL;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
