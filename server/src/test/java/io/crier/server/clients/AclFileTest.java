package io.crier.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.testing.RespClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The file of users, as Redis treats it. */
@Tag("programs")
@ParameterizedClass
@EnumSource
final class AclFileTest {
    private static final String ANN = "user ann on >a resetchannels &a &b +@all";
    private static final String BOB = "user bob on >b resetchannels &a +@all";
    private static final String ADMIN = "user default on nopass ~* &* +@all";

    @TempDir Path home;
    private final ServerProgram program;
    private Path file = Path.of("");
    private RunningServer server;

    AclFileTest(ServerProgram program) throws IOException {
        this.program = program;
        server = program.start(0, Map.of());
    }

    @BeforeEach
    void startWithAFile() throws IOException {
        server.close();
        file = Files.createDirectory(home.resolve("users")).resolve("users.acl");
        write(ADMIN, ANN, BOB);
        server = started();
    }

    private RunningServer started() {
        return program.start(0, Map.of("aclfile", file.toString()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void write(String... lines) throws IOException {
        Files.write(file, List.of(lines));
    }

    private String asked(String... words) {
        try (RespClient client = RespClient.connect(server.port())) {
            return client.callRaw(words);
        }
    }

    private RespClient listener(String user, String channel) {
        RespClient client = RespClient.connect(server.port());
        assertThat(client.text("AUTH", user, user.substring(0, 1))).isEqualTo("OK");
        client.call("SUBSCRIBE", channel);
        return client;
    }

    @Test
    void usersStandInItFromTheStart() {
        assertThat(asked("AUTH", "ann", "a")).isEqualTo("+OK\r\n");
        assertThat(asked("AUTH", "ann", "b")).startsWith("-WRONGPASS ");
        assertThat(asked("ACL", "USERS"))
                .isEqualTo("*3\r\n$3\r\nann\r\n$3\r\nbob\r\n$7\r\ndefault\r\n");
    }

    @Test
    void loadTakesAllOfItOrNothingAndNamesEveryBadLine() throws IOException {
        String before = asked("ACL", "LIST");
        write(ADMIN, "usr carl on", "user dora on >d +@all", "user emil +nothing", "user dora");

        String error = asked("ACL", "LOAD");

        assertThat(error)
                .startsWith("-ERR ")
                .contains(
                        file + ":2",
                        " should start with user keyword followed by the username",
                        file + ":4: ",
                        "+nothing",
                        "user 'dora'")
                .endsWith(
                        " WARNING: ACL errors detected, no change to the previously active ACL"
                                + " rules was performed\r\n");
        assertThat(asked("ACL", "LIST")).isEqualTo(before);

        write(ADMIN, "user dora on >d +@all");
        assertThat(asked("ACL", "LOAD")).isEqualTo("+OK\r\n");
        assertThat(asked("ACL", "USERS")).isEqualTo("*2\r\n$7\r\ndefault\r\n$4\r\ndora\r\n");
        assertThat(asked("AUTH", "dora", "d")).isEqualTo("+OK\r\n");
    }

    @Test
    void loadEndsTheSessionsOfWhoeverIsNotInItAnyMore() throws IOException {
        try (RespClient bob = listener("bob", "a")) {
            write(ADMIN, ANN);
            assertThat(asked("ACL", "LOAD")).isEqualTo("+OK\r\n");
            assertThat(bob.readToEnd()).isEmpty();
        }
        assertThat(asked("AUTH", "bob", "b")).startsWith("-WRONGPASS ");
    }

    @Test
    void whatIsSavedIsThereAfterARestart() throws IOException {
        asked("ACL", "SETUSER", "carl", "on", ">c", "+publish", "&c.*", "(+subscribe &d)");
        asked("ACL", "DELUSER", "bob");
        String users = asked("ACL", "LIST");

        assertThat(asked("ACL", "SAVE")).isEqualTo("+OK\r\n");

        server.close();
        server = started();
        assertThat(asked("ACL", "LIST")).isEqualTo(users);
        assertThat(asked("AUTH", "carl", "c")).isEqualTo("+OK\r\n");
        try (var entries = Files.list(home.resolve("users"))) {
            assertThat(entries).hasSize(1);
        }
    }

    @Test
    void aSaveThatCannotBeDoneSaysSoAndLosesNothing() throws IOException {
        asked("ACL", "SETUSER", "carl", "on", ">c");
        String users = asked("ACL", "LIST");
        Path away = home.resolve("away");
        Files.move(home.resolve("users"), away);

        assertThat(asked("ACL", "SAVE"))
                .isEqualTo(
                        "-ERR There was an error trying to save the ACLs. Please check the server"
                                + " logs for more information\r\n");

        assertThat(away.resolve("users.acl"))
                .content()
                .isEqualTo(ADMIN + "\n" + ANN + "\n" + BOB + "\n");
        assertThat(asked("ACL", "LIST")).isEqualTo(users);
        Files.move(away, home.resolve("users"));
        assertThat(asked("ACL", "SAVE")).isEqualTo("+OK\r\n");
        assertThat(file).content().contains("user carl on #");
    }

    @Test
    void theyAreAskedForOnAUnixSocketToo() {
        server.close();
        Path socket = home.resolve("s");
        server =
                program.start(
                        0, Map.of("aclfile", file.toString(), "unixsocket", socket.toString()));

        assertThat(onSocket(socket, "ann", "a", "PUBLISH", "a", "m")).isEqualTo("0");
        assertThat(onSocket(socket, "ann", "a", "PUBLISH", "c", "m"))
                .matches("NOPERM .* access .*channel.*");
        assertThat(onSocket(socket, "ann", "b", "PUBLISH", "a", "m"))
                .startsWith("AUTH failed: WRONGPASS ");
    }

    private static String onSocket(Path socket, String user, String password, String... words) {
        List<String> command =
                new ArrayList<>(List.of("redis-cli", "-s", socket.toString(), "--no-auth-warning"));
        command.addAll(List.of("--user", user, "--pass", password));
        command.addAll(List.of(words));
        command.add(0, "exec");
        try (ChildProcess client =
                ChildProcess.start("sh", "-c", String.join(" ", command) + " 2>&1")) {
            return client.nextLine();
        }
    }

    @Test
    void withoutAFileThereIsNothingToLoadOrSave() {
        server.close();
        server = program.start(0, Map.of());
        for (String what : List.of("LOAD", "SAVE")) {
            assertThat(asked("ACL", what))
                    .startsWith("-ERR This Redis instance is not configured to use an ACL file.");
        }
    }
}
