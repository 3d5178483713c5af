package io.crier.server.transport;

import io.crier.server.message.Bytes;
import io.crier.server.settings.Setting;
import io.crier.server.settings.TlsSettings;
import io.crier.server.settings.TlsTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What TLS reads from files: certificates and a key, in PEM. */
final class PemFiles {
    private static final long BYTES_MAX = 4L << 20;

    private PemFiles() {}

    /** The server's certificate, followed by those that lead to its authority. */
    static List<X509Certificate> chain(TlsSettings tls) throws TlsTrouble {
        return certificates(TlsTable.CERTIFICATE, named(TlsTable.CERTIFICATE, tls.certificate()));
    }

    /** The private key of a certificate. */
    static PrivateKey key(TlsSettings tls, X509Certificate owner) throws TlsTrouble {
        PrivateKey key =
                PemKey.read(bytes(TlsTable.KEY, named(TlsTable.KEY, tls.key())), tls.keyPassword());
        if (!belongs(key, owner)) {
            throw new TlsTrouble(TlsTable.KEY, "is not the key of tls-cert-file");
        }
        return key;
    }

    /** The authorities whose clients are trusted; empty if none is named. */
    static List<X509Certificate> authorities(TlsSettings tls) throws TlsTrouble {
        List<X509Certificate> found = new ArrayList<>();
        Path file = tls.authorities();
        if (file != null) {
            found.addAll(certificates(TlsTable.AUTHORITIES, file));
        }
        Path directory = tls.authoritiesDirectory();
        if (directory != null) {
            for (Path each : files(directory)) {
                found.addAll(certificates(TlsTable.AUTHORITIES_DIRECTORY, each));
            }
        }
        return found;
    }

    /** The regular files of a directory, by name. */
    static List<Path> files(Path directory) throws TlsTrouble {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException failed) {
            throw new TlsTrouble(
                    TlsTable.AUTHORITIES_DIRECTORY, "cannot read " + failed.getMessage(), failed);
        }
    }

    private static Path named(Setting<String> setting, @Nullable Path path) throws TlsTrouble {
        if (path == null) {
            throw new TlsTrouble(
                    setting, "must name a file, because tls-port or https-port is set");
        }
        return path;
    }

    private static List<X509Certificate> certificates(Setting<String> setting, Path file)
            throws TlsTrouble {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes(setting, file).array()))
                    .forEach(certificate -> found.add((X509Certificate) certificate));
        } catch (CertificateException malformed) {
            throw new TlsTrouble(
                    setting,
                    file + " holds no certificate in PEM: " + malformed.getMessage(),
                    malformed);
        }
        if (found.isEmpty()) {
            throw new TlsTrouble(setting, file + " holds no certificate in PEM");
        }
        return found;
    }

    private static Bytes bytes(Setting<String> setting, Path file) throws TlsTrouble {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new TlsTrouble(setting, file + " has more than " + BYTES_MAX + " bytes");
            }
            return Bytes.own(Files.readAllBytes(file));
        } catch (TlsTrouble known) {
            throw known;
        } catch (IOException failed) {
            throw new TlsTrouble(
                    setting,
                    "cannot read " + file + " (" + failed.getClass().getSimpleName() + ")",
                    failed);
        }
    }

    /** Whether what the key signs is what the certificate's owner signed. */
    private static boolean belongs(PrivateKey key, X509Certificate owner) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case String other -> other;
                };
        byte[] text = {1, 2, 3};
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(text);
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(owner.getPublicKey());
            checking.update(text);
            return checking.verify(signing.sign());
        } catch (GeneralSecurityException anotherKind) {
            return false;
        }
    }
}
