package io.crier.server.testing;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of an authority that exists for one test, made by openssl: each in {@code name.pem}
 * with its key in {@code name.key}.
 */
public final class Certificates {
    private static final String[] CURVE = {
        "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"
    };

    private final Path directory;

    /** Makes the authority and the server's certificate, for localhost. */
    public Certificates(Path directory) {
        this.directory = directory;
        run(
                with(
                        "openssl req -x509 -days 2 -subj /CN=authority -keyout ca.key -out ca.pem",
                        CURVE));
        issue("server", "localhost");
    }

    /** A certificate for localhost and 127.0.0.1, in place of one that has this file name. */
    public void issue(String file, String commonName) {
        run(
                with(
                        ("openssl req -x509 -days 2 -CA ca.pem -CAkey ca.key -subj /CN=%s -addext"
                                        + " subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout %s.key -out"
                                        + " %s.pem")
                                .formatted(commonName, file, file),
                        CURVE));
    }

    /** A certificate that was good until yesterday. */
    public void issueExpired(String file, String commonName) {
        run(
                with(
                        "openssl req -new -subj /CN=%s -keyout %s.key -out %s.csr"
                                .formatted(commonName, file, file),
                        CURVE));
        run(
                words(
                        "openssl x509 -req -in %s.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days -1 -out %s.pem"
                                .formatted(file, file)));
    }

    /** Runs openssl with these words in the directory. */
    public void openssl(String words) {
        run(words("openssl " + words));
    }

    /** The path of a file that was made. */
    public String path(String file) {
        return directory.resolve(file).toString();
    }

    /** What a client needs that trusts the authority and shows nothing. */
    public SSLContext trusting() {
        return context(null, "");
    }

    /** What a client needs that trusts the authority and shows a certificate. */
    public SSLContext as(String file) {
        return context(this, file);
    }

    /** As {@link #as(String)} with a certificate that another authority issued. */
    public SSLContext as(Certificates issuer, String file) {
        return context(issuer, file);
    }

    private SSLContext context(@Nullable Certificates issuer, String file) {
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forClient()
                            .sslProvider(SslProvider.JDK)
                            .trustManager(directory.resolve("ca.pem").toFile());
            if (issuer != null) {
                builder.keyManager(
                        issuer.directory.resolve(file + ".pem").toFile(),
                        issuer.directory.resolve(file + ".key").toFile());
            }
            return ((JdkSslContext) builder.build()).context();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }

    private static List<String> with(String line, String... more) {
        List<String> words = new ArrayList<>(words(line));
        words.addAll(List.of(more));
        return words;
    }

    private void run(List<String> command) {
        try {
            Process openssl =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start();
            String said =
                    new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (openssl.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + said);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException ended) {
            throw new AssertionError(ended);
        }
    }
}
