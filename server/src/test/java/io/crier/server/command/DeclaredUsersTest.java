package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users that stand in the configuration file, or in a file of their own, and are read again. */
final class DeclaredUsersTest {
    private static final String ANN = "user ann on >a &a &b +@all";
    private static final String BOB = "user bob on >b &a +@all";

    @TempDir Path directory;
    private @Nullable TestServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Path configuration() {
        return directory.resolve("crier.conf");
    }

    private Path userFile() {
        return directory.resolve("users.acl");
    }

    private TestServer started(String... lines) throws IOException {
        configured(lines);
        TestServer started = TestServer.configured(directory);
        server = started;
        return started;
    }

    private void configured(String... lines) throws IOException {
        Files.write(configuration(), List.of(lines));
    }

    private void declared(String... lines) throws IOException {
        Files.write(userFile(), List.of(lines));
    }

    private RespClient client() {
        return Objects.requireNonNull(server).client();
    }

    private String asked(String... words) {
        return client().callRaw(words);
    }

    private RespClient listener(String user, String channel) {
        RespClient client = client();
        assertThat(client.text("AUTH", user, user.substring(0, 1))).isEqualTo("OK");
        client.call("SUBSCRIBE", channel);
        return client;
    }

    private void hears(RespClient listener) {
        assertThat(client().number("PUBLISH", "a", "still here")).isPositive();
        assertThat(listener.readRaw()).endsWith("still here\r\n");
    }

    @Test
    void aBadLineOfTheUserFileStopsTheStartAndIsNamed() throws IOException {
        declared("# players", ANN, "user bob +nothing", "usr carl");
        assertThatThrownBy(() -> started("aclfile " + userFile()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        userFile()
                                + ":3: +nothing: Unknown command or category name in ACL; "
                                + userFile()
                                + ":4: line should start with user keyword followed by the"
                                + " username");
    }

    @Test
    void aBadUserLineStopsTheStartAndIsNamed() {
        assertThatThrownBy(() -> started("timeout 0", "user bob on >secret +nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("crier.conf:2: user: +nothing: Unknown command")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> started(ANN, BOB, "user ann off"))
                .hasMessageContaining("crier.conf:3: user: ")
                .hasMessageContaining("A user can only be defined once");
    }

    @Test
    void aUserFileThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> started("aclfile " + directory.resolve("nowhere.acl")))
                .hasMessage(directory.resolve("nowhere.acl") + ": cannot be read");
    }

    @Test
    void usersStandInOneOfTheTwoFiles() throws IOException {
        declared(ANN);
        assertThatThrownBy(() -> started("aclfile " + userFile(), BOB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "crier.conf:2: user: cannot be given beside aclfile; declare users in one"
                                + " of the two");
    }

    @Test
    void savingKeepsWhoMayReadTheFile() throws IOException {
        declared(ANN);
        Files.setPosixFilePermissions(userFile(), PosixFilePermissions.fromString("rw-r-----"));
        started("aclfile " + userFile());

        assertThat(asked("ACL", "SAVE")).isEqualTo("+OK\r\n");

        assertThat(Files.getPosixFilePermissions(userFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        Files.delete(userFile());
        assertThat(asked("ACL", "SAVE")).isEqualTo("+OK\r\n");
        assertThat(Files.getPosixFilePermissions(userFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void savingFollowsALinkAndReplacesTheFileAsAWhole() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real")).resolve("players");
        Files.writeString(real, ANN + "\n");
        Files.createSymbolicLink(userFile(), real);
        Object before = Files.getAttribute(real, "unix:ino");
        started("aclfile " + userFile());

        assertThat(asked("ACL", "SAVE")).isEqualTo("+OK\r\n");

        assertThat(userFile()).isSymbolicLink();
        assertThat(real).content().contains("user ann on #");
        assertThat(Files.getAttribute(real, "unix:ino")).isNotEqualTo(before);
    }

    @Test
    void loadKeepsTheSessionsThatMayHearWhatTheyHear() throws IOException {
        declared(ANN, BOB);
        started("aclfile " + userFile());
        RespClient kept = listener("ann", "a");
        RespClient gone = listener("ann", "b");

        declared("user ann on >new &a +@all", BOB);
        assertThat(asked("ACL", "LOAD")).isEqualTo("+OK\r\n");

        assertThat(gone.readToEnd()).isEmpty();
        hears(kept);
        assertThat(asked("AUTH", "ann", "a")).startsWith("-WRONGPASS ");
    }

    @Test
    void rewritingTheConfigurationKeepsUsersThere() throws IOException {
        started("# ours", ANN, "timeout 0");
        asked("ACL", "SETUSER", "carl", "on", ">c", "+publish", "&c*", "(+subscribe &d)");
        asked("ACL", "SETUSER", "odd\"name'", "&\"x", "&\\y", "&#z");
        asked("ACL", "SETUSER", "ann", "-echo");
        String users = asked("ACL", "LIST");

        assertThat(asked("CONFIG", "REWRITE")).isEqualTo("+OK\r\n");
        assertThat(asked("CONFIG", "REWRITE")).isEqualTo("+OK\r\n");

        List<String> lines = Files.readAllLines(configuration());
        assertThat(lines).startsWith("# ours", "timeout 0");
        assertThat(lines).filteredOn(line -> line.startsWith("user ")).hasSize(4);
        assertThat(lines).anyMatch(line -> line.startsWith("user \"odd\\\"name'\" off "));
        assertThat(String.join("\n", lines)).doesNotContain(">a", ">c");
        Objects.requireNonNull(server).close();
        server = TestServer.configured(directory);
        assertThat(asked("ACL", "LIST")).isEqualTo(users);
    }

    @Test
    void rewritingTheConfigurationLeavesUsersOfTheirOwnFileAlone() throws IOException {
        declared(ANN);
        started("aclfile " + userFile());
        asked("ACL", "SETUSER", "carl");

        assertThat(asked("CONFIG", "REWRITE")).isEqualTo("+OK\r\n");

        assertThat(configuration()).content().doesNotContain("user ");
        assertThat(userFile()).content().isEqualTo(ANN + "\n");
    }

    @Test
    void reloadTakesUpTheUserFileAndRevokes() throws IOException {
        declared(ANN, BOB);
        TestServer running = started("aclfile " + userFile());
        RespClient kept = listener("ann", "a");
        RespClient shrunk = listener("ann", "b");
        RespClient deleted = listener("bob", "a");

        declared("user ann on >a &a +@all", "user carl on >c +@all");
        assertThat(running.reload()).isEmpty();

        assertThat(shrunk.readToEnd()).isEmpty();
        assertThat(deleted.readToEnd()).isEmpty();
        hears(kept);
        assertThat(asked("AUTH", "carl", "c")).isEqualTo("+OK\r\n");
        assertThat(asked("AUTH", "bob", "b")).startsWith("-WRONGPASS ");
    }

    @Test
    void reloadTakesUpUserLinesAndRevokes() throws IOException {
        TestServer running = started(ANN, BOB);
        RespClient kept = listener("ann", "a");
        RespClient shrunk = listener("ann", "b");
        RespClient deleted = listener("bob", "a");

        configured("user ann on >a &a +@all", "user carl on >c +@all");
        assertThat(running.reload()).isEmpty();

        assertThat(shrunk.readToEnd()).isEmpty();
        assertThat(deleted.readToEnd()).isEmpty();
        hears(kept);
        assertThat(asked("AUTH", "carl", "c")).isEqualTo("+OK\r\n");
    }

    @Test
    void reloadRevokesTheLastUserLineToo() throws IOException {
        TestServer running = started(ANN);
        RespClient deleted = listener("ann", "a");

        configured("timeout 0");
        assertThat(running.reload()).isEmpty();

        assertThat(deleted.readToEnd()).isEmpty();
        assertThat(asked("AUTH", "ann", "a")).startsWith("-WRONGPASS ");
    }

    @Test
    void reloadLeavesUsersAloneWhereTheConfigurationNamesNone() throws IOException {
        TestServer running = started("timeout 0");
        asked("ACL", "SETUSER", "ann", "on", ">a", "+@all", "&a");
        RespClient kept = listener("ann", "a");

        assertThat(running.reload()).isEmpty();

        hears(kept);
    }

    @Test
    void aMistakeElsewhereInTheConfigurationLeavesUsersAsTheyAre() throws IOException {
        TestServer running = started(ANN);
        asked("ACL", "SETUSER", "ann", "&c");
        String users = asked("ACL", "LIST");

        configured(BOB, "timeout soon");
        assertThat(running.reload())
                .singleElement()
                .asString()
                .contains("crier.conf:2: timeout: 'soon' is not allowed");

        assertThat(asked("ACL", "LIST")).isEqualTo(users);
    }

    @Test
    void aMistakeInAUserLeavesAllUsersAsTheyAre() throws IOException {
        TestServer running = started(ANN);
        String users = asked("ACL", "LIST");
        RespClient kept = listener("ann", "a");

        configured(BOB, "user carl +nothing");
        assertThat(running.reload())
                .singleElement()
                .asString()
                .contains("crier.conf:2: user: +nothing: Unknown command");
        assertThat(asked("ACL", "LIST")).isEqualTo(users);
        hears(kept);
    }
}
