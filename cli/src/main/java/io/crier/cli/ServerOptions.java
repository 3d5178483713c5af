package io.crier.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that say where the server is, named as in {@code redis-cli}. */
final class ServerOptions {
    private static final String PASSWORD_VARIABLE = "REDISCLI_AUTH";

    private ServerOptions() {}

    /** Adds the options, and {@code --help}, since {@code -h} is the host. */
    static void addTo(CommandSpec spec) {
        spec.addOption(text("HOST", "The server's host (default: 127.0.0.1).", "-h"))
                .addOption(
                        OptionSpec.builder("-p")
                                .paramLabel("PORT")
                                .type(Integer.class)
                                .description("The server's port (default: 6379).")
                                .build())
                .addOption(text("PATH", "The server's Unix socket; overrides host and port.", "-s"))
                .addOption(
                        text(
                                "URI",
                                "The server as redis://user:password@host:port, or rediss:// for"
                                        + " TLS. Other options override its parts.",
                                "-u"))
                .addOption(
                        text(
                                "USER",
                                "The user to log in as (default: the default user).",
                                "--user"))
                .addOption(
                        text(
                                "PASSWORD",
                                "The password. Other users of this machine can see it; the"
                                        + " environment variable REDISCLI_AUTH is safer.",
                                "-a",
                                "--pass"))
                .addOption(flag("Encrypt the connection.", "--tls"))
                .addOption(
                        text(
                                "FILE",
                                "Certificates to trust instead of Java's own (PEM).",
                                "--cacert"))
                .addOption(text("FILE", "This client's certificate (PEM).", "--cert"))
                .addOption(text("FILE", "The certificate's private key (PEM, PKCS #8).", "--key"))
                .addOption(flag("Trust any server's certificate.", "--insecure"))
                .addOption(
                        OptionSpec.builder("--help")
                                .usageHelp(true)
                                .description("Show this help.")
                                .build());
    }

    /**
     * The address that the arguments tell.
     *
     * @throws Failure of usage when they contradict each other or make no sense
     */
    static ServerAddress address(ParseResult arguments, Map<String, String> environment) {
        String uri = value(arguments, "-u");
        ServerAddress base =
                uri == null
                        ? new ServerAddress(
                                ServerAddress.DEFAULT_HOST,
                                ServerAddress.DEFAULT_PORT,
                                null,
                                null,
                                null,
                                null)
                        : ServerAddress.ofUri(uri);
        Path socket = path(arguments, "-s");
        if (socket != null && (base.tls() != null || arguments.hasMatchedOption("--tls"))) {
            throw Failure.usage("-s: a Unix socket does not use TLS");
        }
        String password = or(value(arguments, "-a"), base.password());
        return new ServerAddress(
                or(value(arguments, "-h"), base.host()),
                arguments.matchedOptionValue("-p", base.port()),
                socket,
                tls(arguments, base.tls() != null),
                or(value(arguments, "--user"), base.user()),
                or(password, environment.get(PASSWORD_VARIABLE)));
    }

    private static @Nullable TlsFiles tls(ParseResult arguments, boolean byUri) {
        TlsFiles files =
                new TlsFiles(
                        path(arguments, "--cacert"),
                        path(arguments, "--cert"),
                        path(arguments, "--key"),
                        arguments.hasMatchedOption("--insecure"));
        if (byUri || arguments.hasMatchedOption("--tls")) {
            return files;
        }
        if (!files.equals(TlsFiles.NONE)) {
            throw Failure.usage("--cacert, --cert, --key and --insecure: need --tls");
        }
        return null;
    }

    private static OptionSpec text(String label, String description, String... names) {
        return OptionSpec.builder(names)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    private static OptionSpec flag(String description, String name) {
        return OptionSpec.builder(name).description(description).build();
    }

    private static @Nullable Path path(ParseResult arguments, String option) {
        String value = value(arguments, option);
        return value == null ? null : Path.of(value);
    }

    private static @Nullable String value(ParseResult arguments, String option) {
        return arguments.hasMatchedOption(option)
                ? arguments.matchedOption(option).getValue()
                : null;
    }

    private static <T extends @Nullable Object> T or(@Nullable T first, T second) {
        return first == null ? second : first;
    }
}
