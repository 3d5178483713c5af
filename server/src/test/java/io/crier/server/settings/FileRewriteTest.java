package io.crier.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings.Pair;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRewriteTest {
    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("redis.conf");
    }

    private LiveSettings start(String... flags) {
        List<String> arguments = Stream.concat(Stream.of("redis.conf"), Stream.of(flags)).toList();
        Loading loading = SettingsLoader.load(arguments, InputStream.nullInputStream(), directory);
        assertThat(loading).isInstanceOf(Loading.Loaded.class);
        Loading.Loaded loaded = (Loading.Loaded) loading;
        return new LiveSettings(loaded.settings(), loaded.file());
    }

    private static void set(LiveSettings live, String name, String value) {
        assertThat(live.change(List.of(new Pair(name, Bytes.of(value))))).isNull();
    }

    private List<String> rewritten(LiveSettings live) throws IOException {
        assertThat(live.rewrite()).isNull();
        return Files.readAllLines(file);
    }

    private void write(String... lines) throws IOException {
        Files.write(file, List.of(lines));
    }

    @Test
    void whatIsStillTrueStaysAsItWasWritten() throws IOException {
        String[] lines = {
            "# my server",
            "",
            "  port   6379",
            "maxmemory 1024k",
            "dir .",
            "appendfsync no",
            "save 60 1"
        };
        write(lines);
        LiveSettings live = start();
        // Only a relative directory is written out, because the next start may be elsewhere.
        lines[4] = "dir " + directory;

        assertThat(rewritten(live)).containsExactly(lines);
    }

    @Test
    void aChangedValueIsCorrectedWhereItStandsAndOthersAreAppended() throws IOException {
        write("# limits", "maxclients 5", "# end");
        LiveSettings live = start("--timeout", "7");
        set(live, "maxclients", "6");
        set(live, "requirepass", "a \"b\"");

        assertThat(rewritten(live))
                .containsExactly(
                        "# limits",
                        "maxclients 6",
                        "# end",
                        "",
                        FileRewrite.SIGNATURE,
                        "requirepass \"a \\\"b\\\"\"",
                        "timeout 7");
    }

    @Test
    void aSettingBackAtItsDefaultIsCorrectedInPlaceAndNotAppended() throws IOException {
        write("hz 50");
        LiveSettings live = start("--timeout", "5");
        set(live, "hz", "10");
        set(live, "timeout", "0");

        assertThat(rewritten(live)).containsExactly("hz 10");
    }

    @Test
    void limitsTakeOneLinePerClass() throws IOException {
        write(
                "client-output-buffer-limit pubsub 1 1 1",
                "# between",
                "client-output-buffer-limit normal 1 1 1",
                "# after");
        LiveSettings live = start();
        set(live, "client-output-buffer-limit", "pubsub 64mb 1000 9");

        assertThat(rewritten(live))
                .containsExactly(
                        "client-output-buffer-limit normal 1 1 1",
                        "# between",
                        "client-output-buffer-limit replica 256mb 64mb 60",
                        "client-output-buffer-limit pubsub 64mb 1000 9",
                        "# after");
    }

    @Test
    void linesThatSayTheSameTwiceAreMadeOne() throws IOException {
        write("timeout 1", "timeout 2");
        LiveSettings live = start();
        set(live, "timeout", "3");

        assertThat(rewritten(live)).containsExactly("timeout 3");
    }

    @Test
    void rewritingTwiceWritesOneSignatureAndTheNextStartReadsItAll() throws IOException {
        write("port 7000");
        LiveSettings live = start();
        set(live, "maxclients", "6");
        set(live, "bind", "");
        assertThat(live.rewrite()).isNull();
        set(live, "latency-tracking-info-percentiles", "");
        set(live, "maxmemory-clients", "5%");

        assertThat(rewritten(live)).containsOnlyOnce(FileRewrite.SIGNATURE);
        Settings next = start().current();
        for (Setting<?> row : SettingTable.rows()) {
            assertThat(next.sameAs(live.current(), row)).as(row.name()).isTrue();
        }
    }

    @Test
    void bytesOfAnyKindSurvive() throws IOException {
        Files.write(file, new byte[] {'#', ' ', (byte) 0xff, '\n'});
        LiveSettings live = start();
        live.change(List.of(new Pair("requirepass", Bytes.own(new byte[] {(byte) 0xfe, 0}))));

        assertThat(live.rewrite()).isNull();

        assertThat(Files.readAllBytes(file)).startsWith('#', ' ', (byte) 0xff, '\n');
        assertThat(start().current().password()).isEqualTo(Bytes.own(new byte[] {(byte) 0xfe, 0}));
    }

    @Test
    void theFileKeepsItsPermissionsAndALinkStaysALink() throws IOException {
        Path real = directory.resolve("real.conf");
        Files.writeString(real, "hz 5\n");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(file, real);
        LiveSettings live = start();
        set(live, "hz", "6");

        assertThat(rewritten(live)).containsExactly("hz 6");

        assertThat(file).isSymbolicLink();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .isEqualTo("rw-r-----");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactlyInAnyOrder(file, real);
        }
    }

    @Test
    void aRemovedFileIsWrittenAnewForItsOwnerAlone() throws IOException {
        write("port 7000");
        LiveSettings live = start();
        Files.delete(file);

        assertThat(rewritten(live)).contains("port 7000");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aDirectoryThatIsGoneIsAnError() throws IOException {
        write("port 7000");
        LiveSettings live =
                new LiveSettings(Settings.defaults(), directory.resolve("gone/redis.conf"));

        assertThat(live.rewrite())
                .isEqualTo("ERR Rewriting CONFIG file: No such file or directory");
    }
}
