package io.crier.bench.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A certificate for 127.0.0.1 with its key, in a folder that closing it deletes. */
record Certificate(Path folder) implements AutoCloseable {
    private static final String OPENSSL = "openssl";

    /**
     * Makes one.
     *
     * @throws Failure when OpenSSL is not there, or cannot
     */
    static Certificate make() {
        try {
            Path folder = Files.createTempDirectory("crier-certificate");
            Certificate made = new Certificate(folder);
            Programs.said(
                    folder,
                    Programs.find(OPENSSL).toString(),
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:prime256v1",
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=localhost",
                    "-addext",
                    "subjectAltName=IP:127.0.0.1",
                    "-keyout",
                    made.key().toString(),
                    "-out",
                    made.file().toString());
            if (!Files.exists(made.file())) {
                throw Failure.failed(OPENSSL + " made no certificate");
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For servers, and for clients as the only authority that they trust. */
    Path file() {
        return folder.resolve("certificate.pem");
    }

    private Path key() {
        return folder.resolve("key.pem");
    }

    /** Of a server that has Redis' settings. */
    List<String> settings() {
        return List.of("--tls-cert-file", file().toString(), "--tls-key-file", key().toString());
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file());
            Files.deleteIfExists(key());
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
