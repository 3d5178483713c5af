package io.crier.server.transport;

import io.crier.server.settings.TlsTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLParameters;

/** Names of ciphers as OpenSSL writes them, for the JDK, which has the longer ones of the RFCs. */
final class CipherNames {
    private CipherNames() {}

    /**
     * The names that the JDK has for what the settings name; empty if they leave both to the
     * default.
     *
     * @param supported what the JDK can do
     * @param usual what it takes where nothing is named
     */
    static List<String> chosen(
            String ciphers, String suites, SSLParameters supported, SSLParameters usual)
            throws TlsTrouble {
        if (ciphers.isEmpty() && suites.isEmpty()) {
            return List.of();
        }
        Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : supported.getCipherSuites()) {
            known.put(name, name);
            known.put(openSsl(name), name);
        }
        List<String> chosen = new ArrayList<>();
        for (String name : suites.split(":", -1)) {
            if (!name.isEmpty()) {
                String found = known.get(name);
                if (found == null || !isTls13(found)) {
                    throw new TlsTrouble(
                            TlsTable.CIPHER_SUITES, "'" + name + "' is no suite of TLS 1.3 here");
                }
                chosen.add(found);
            }
        }
        for (String name : ciphers.split("[:, ]", -1)) {
            if (!name.isEmpty()) {
                String found = known.get(name);
                if (found == null || isTls13(found)) {
                    throw new TlsTrouble(
                            TlsTable.CIPHERS,
                            "'"
                                    + name
                                    + "' is no cipher of the JDK's TLS 1.2; tls-provider boringssl"
                                    + " takes the lists of OpenSSL");
                }
                chosen.add(found);
            }
        }
        for (String name : usual.getCipherSuites()) {
            if (isTls13(name) ? suites.isEmpty() : ciphers.isEmpty()) {
                chosen.add(name);
            }
        }
        return chosen;
    }

    private static boolean isTls13(String name) {
        return name.startsWith("TLS_") && !name.contains("_WITH_");
    }

    /** TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 is ECDHE-RSA-AES128-GCM-SHA256 there. */
    private static String openSsl(String name) {
        return isTls13(name)
                ? name
                : name.toUpperCase(Locale.ROOT)
                        .replaceFirst("^TLS_(RSA_WITH_)?", "")
                        .replace("_WITH_", "_")
                        .replace("AES_", "AES")
                        .replace("_CBC_", "_")
                        .replaceFirst("CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305")
                        .replace('_', '-');
    }
}
