package io.crier.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.message.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {
    @TempDir Path directory;

    private Loading load(String... arguments) {
        return SettingsLoader.load(List.of(arguments), InputStream.nullInputStream(), directory);
    }

    private Loading.Loaded loaded(String... arguments) {
        Loading loading = load(arguments);
        assertThat(loading).isInstanceOf(Loading.Loaded.class);
        return (Loading.Loaded) loading;
    }

    private Settings settings(String... arguments) {
        return loaded(arguments).settings();
    }

    private void file(String name, String... lines) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, List.of(lines), StandardCharsets.UTF_8);
    }

    private void assertRejected(Loading loading, String message) {
        assertThat(loading).isEqualTo(new Loading.Rejected(message));
    }

    @Test
    void withoutArgumentsEverythingIsAsInTheTable() {
        Loading.Loaded loaded = loaded();

        assertThat(loaded.file()).isNull();
        assertThat(loaded.warning()).isNull();
        assertThat(loaded.settings().port()).isEqualTo(6379);
        assertThat(loaded.settings().bind())
                .containsExactly(new BindAddress("127.0.0.1", false), new BindAddress("::1", true));
    }

    @Test
    void relativePathsStartFromDirWhichStartsFromTheWorkingDirectory() {
        Settings settings = settings("--logfile", "crier.log", "--dir", "data/../state");

        assertThat(settings.logFile()).isEqualTo(directory.resolve("state/crier.log"));
    }

    @Test
    void aFileIsReadLineByLineAndTheLastLineWins() throws IOException {
        file(
                "redis.conf",
                "# comment",
                "",
                "port 7000",
                "  PORT 7001\r",
                "requirepass \"p\\x20w\"");

        Loading.Loaded loaded = loaded("redis.conf");

        assertThat(loaded.file()).isEqualTo(directory.resolve("redis.conf"));
        assertThat(loaded.settings().port()).isEqualTo(7001);
        assertThat(loaded.settings().password()).isEqualTo(Bytes.of("p w"));
    }

    @Test
    void flagsTakeValuesUpToTheNextFlagAndWinOverTheFile() throws IOException {
        file("redis.conf", "port 7000", "timeout 30");

        Settings settings =
                settings("redis.conf", "--port", "7002", "--bind", "127.0.0.1", "::1", "--hz 20");

        assertThat(settings.port()).isEqualTo(7002);
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.bind())
                .containsExactly(
                        new BindAddress("127.0.0.1", false), new BindAddress("::1", false));
        assertThat(settings.get(SettingTable.HZ)).isEqualTo(20);
    }

    @Test
    void theWordAfterAFlagIsItsValueEvenWithDashes() {
        assertThat(settings("--requirepass", "--secret").password())
                .isEqualTo(Bytes.of("--secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "last"})
    void aDashReadsStandardInputAfterTheFileAndBeforeTheFlags(String place) throws IOException {
        file("redis.conf", "port 7000", "timeout 1", "hz 11");
        InputStream input =
                new ByteArrayInputStream("timeout 2\nhz 12".getBytes(StandardCharsets.UTF_8));
        List<String> arguments =
                place.equals("first")
                        ? List.of("redis.conf", "-", "--hz", "13")
                        : List.of("redis.conf", "--hz", "13", "-");

        Loading loading = SettingsLoader.load(arguments, input, directory);

        Settings settings = ((Loading.Loaded) loading).settings();
        assertThat(settings.port()).isEqualTo(7000);
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.get(SettingTable.HZ)).isEqualTo(13);
    }

    @Test
    void limitsOfSeveralLinesAndWordsInOneQuotationAreMerged() throws IOException {
        file(
                "redis.conf",
                "client-output-buffer-limit normal 1 2 3",
                "client-output-buffer-limit \"pubsub 4kb 5k 6 replica 0 0 0\"");

        OutputBufferLimits limits = settings("redis.conf").outputBufferLimits();

        assertThat(limits.normal())
                .isEqualTo(new OutputBufferLimits.Limit(1, 2, Duration.ofSeconds(3)));
        assertThat(limits.pubsub())
                .isEqualTo(new OutputBufferLimits.Limit(4096, 5000, Duration.ofSeconds(6)));
        assertThat(limits.replica()).isEqualTo(OutputBufferLimits.Limit.NONE);
    }

    @Test
    void includesAreReadInPlaceAndWildcardsInOrder() throws IOException {
        file("conf.d/b.conf", "port 7002", "maxclients 2");
        file("conf.d/a.conf", "port 7001", "include more.conf");
        file("conf.d/.hidden.conf", "port 7009");
        file("more.conf", "timeout 9");
        file("redis.conf", "maxclients 1", "include conf.d/*.conf", "hz 33", "include none*.conf");

        Settings settings = settings("redis.conf");

        assertThat(settings.port()).isEqualTo(7002);
        assertThat(settings.maxClients()).isEqualTo(2);
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(settings.get(SettingTable.HZ)).isEqualTo(33);
    }

    @Test
    void aMissingFileAndAMissingIncludeStopTheStart() throws IOException {
        file("redis.conf", "port 1", "include gone.conf");

        assertRejected(load("gone.conf"), "gone.conf: no such file");
        assertRejected(
                load("redis.conf"),
                "redis.conf:2: include: no such file: " + directory.resolve("gone.conf"));
    }

    @Test
    void anIncludeWithAClassThatDoesNotEndIsRefused() throws IOException {
        file("redis.conf", "port 1", "include conf.d[*.conf");

        assertRejected(load("redis.conf"), "redis.conf:2: include: cannot be read: conf.d[*.conf");
    }

    @Test
    void filesThatIncludeEachOtherStopTheStart() throws IOException {
        file("redis.conf", "include redis.conf");

        assertRejected(
                load("redis.conf"),
                directory.resolve("redis.conf")
                        + ":1: include: files include each other more than 16 deep");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port 70000 | port: '70000' is not allowed; an integer from 0 to 65535",
                "port | port: needs one value, got 0; an integer from 0 to 65535",
                "port 1 2 | port: needs one value, got 2; an integer from 0 to 65535",
                "transport quic | transport: 'quic' is not allowed; one of auto, io_uring, epoll, nio",
                "io-threads 65 | io-threads: '65' is not allowed; an integer from 0 to 64",
                "unixsocketperm 9 | unixsocketperm: '9' is not allowed; octal digits from 0 to 777",
                "timeout 1é | timeout: '1é' is not allowed; an integer from 0 to 2147483647",
                "proto-max-bulk-len 1kb | proto-max-bulk-len: '1kb' is not allowed; bytes, or with a unit as in 100mb; from 1mb to 1gb",
                "proto-max-bulk-len 2gb | proto-max-bulk-len: '2gb' is not allowed; bytes, or with a unit as in 100mb; from 1mb to 1gb",
                "client-output-buffer-limit normal 1 | client-output-buffer-limit: 'normal 1' is not allowed; groups of a class (normal, replica or pubsub), hard bytes, soft bytes and seconds",
                "prot 6379 | prot: unknown setting; did you mean 'port'?",
                "max-clients 5 | max-clients: unknown setting; did you mean 'maxclients'?",
                "appendfsink always | appendfsink: unknown setting; did you mean 'appendfsync'?",
                "xyzzy 1 | xyzzy: unknown setting",
                "timeout \"5 | the quotes do not balance",
            })
    void aBadLineIsNamedWithItsPlaceAndWhatIsAllowed(String line, String message)
            throws IOException {
        file("redis.conf", "# a comment", line);

        assertRejected(load("redis.conf"), "redis.conf:2: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port 70000 | port: '70000' is not allowed; an integer from 0 to 65535",
                "--prot 1 | prot: unknown setting; did you mean 'port'?",
                "--port 1 -p | port: needs one value, got 2; an integer from 0 to 65535",
                "-p 1 | a value stands before the first --name: '-p'",
                "-- 1 | not a --name: '--'",
            })
    void aBadFlagIsNamedToo(String arguments, String message) {
        assertRejected(load(arguments.split(" ", -1)), "command line: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"requirepass hunter2 x", "requirepass \"hunter2"})
    void aPasswordIsNotShownInAMessage(String line) throws IOException {
        file("redis.conf", line);

        assertThat(load("redis.conf"))
                .isInstanceOfSatisfying(
                        Loading.Rejected.class,
                        rejected ->
                                assertThat(rejected.message())
                                        .startsWith("redis.conf:1: ")
                                        .doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rename-command FLUSHALL \"\"",
            })
    void whatAsksForAProtectionThatIsMissingStopsTheStart(String line) throws IOException {
        file("redis.conf", line);

        assertThat(load("redis.conf"))
                .isInstanceOfSatisfying(
                        Loading.Rejected.class,
                        rejected -> assertThat(rejected.message()).contains("unsafe to ignore"));
    }

    @Test
    void whoRenamesACommandIsPointedToUsers() throws IOException {
        file("redis.conf", "rename-command FLUSHALL \"\"");

        assertThat(load("redis.conf"))
                .isEqualTo(
                        new Loading.Rejected(
                                "redis.conf:1: rename-command: would be unsafe to ignore: commands"
                                        + " keep their names; give each user only the commands that"
                                        + " it needs (ACL SETUSER)"));
    }

    @Test
    void theTlsOfARealServerLoads() throws IOException {
        file(
                "redis.conf",
                "port 0",
                "tls-port 6379",
                "tls-cert-file /etc/redis/redis.crt",
                "tls-key-file redis.key",
                "tls-key-file-pass secret",
                "tls-ca-cert-dir /etc/ssl/certs",
                "tls-auth-clients optional",
                "tls-protocols \"TLSv1.3 tlsv1.2\"",
                "tls-ciphers DEFAULT:!MEDIUM",
                "tls-prefer-server-ciphers yes",
                "tls-session-caching no",
                "tls-session-cache-size 5000",
                "tls-session-cache-timeout 60");

        Settings settings = loaded("redis.conf").settings();

        assertThat(settings.listensOnTcp()).isFalse();
        assertThat(settings.tlsPort()).isEqualTo(6379);
        assertThat(settings.tls().certificate()).isEqualTo(Path.of("/etc/redis/redis.crt"));
        assertThat(settings.tls().key()).isEqualTo(settings.directory().resolve("redis.key"));
        assertThat(settings.tls().protocols()).containsExactly("TLSv1.2", "TLSv1.3");
        assertThat(settings.tls().clients()).isEqualTo(ClientCertificates.OPTIONAL);
        assertThat(settings.tls()).asString().doesNotContain("secret");
    }

    @Test
    void whatMeansNothingHereIsListedOnceInOneLine() throws IOException {
        file(
                "redis.conf",
                "save 900 1",
                "save 300 10",
                "appendonly yes",
                "DAEMONIZE yes",
                "tls-replication yes",
                "TLS-CLUSTER yes",
                "tls-dh-params-file dh.pem",
                "cluster-enabled no");

        Loading.Loaded loaded = loaded("redis.conf");

        assertThat(loaded.warning())
                .isEqualTo(
                        "Ignored, because they have no meaning here: save, appendonly, daemonize,"
                                + " tls-replication, tls-cluster, tls-dh-params-file");
        assertThat(loaded.settings().get(SettingTable.APPEND_ONLY)).isFalse();
    }

    @Test
    void theConfigurationOfARealServerLoads() throws IOException {
        try (InputStream typical =
                Objects.requireNonNull(getClass().getResourceAsStream("typical-redis.conf"))) {
            Files.copy(typical, directory.resolve("redis.conf"));
        }

        Loading.Loaded loaded = loaded("redis.conf");

        Settings settings = loaded.settings();
        assertThat(settings.bind()).hasSize(2);
        assertThat(settings.unixSocket()).isEqualTo(Path.of("/run/redis/redis.sock"));
        assertThat(settings.unixSocketPermissions()).isEqualTo(0770);
        assertThat(settings.logFile()).isEqualTo(Path.of("/var/lib/redis/redis.log"));
        assertThat(settings.maxMemory()).isEqualTo(2L << 30);
        assertThat(settings.password()).isEqualTo(Bytes.of("foo bared"));
        assertThat(loaded.ignored())
                .contains("daemonize", "appendfsync", "save", "oom-score-adj-values");
    }
}
