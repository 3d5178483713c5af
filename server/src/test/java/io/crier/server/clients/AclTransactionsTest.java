package io.crier.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.testing.RespClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of transactions and logins when rules change between, as with Redis. */
@Tag("programs")
@ParameterizedClass
@EnumSource
final class AclTransactionsTest {
    private static final String CHANGED =
            "-NOPERM ACLs rules changed between the moment the transaction was accumulated and the"
                    + " EXEC call. This command is no longer allowed for the following reason: ";

    private final RunningServer server;
    private final RespClient admin;
    private final RespClient ann;

    AclTransactionsTest(ServerProgram program) {
        server = program.start(0, Map.of());
        admin = RespClient.connect(server.port());
        ann = RespClient.connect(server.port());
        rule("on", ">a", "+@all", "-client", "&a", "&b");
        assertThat(ann.callRaw("AUTH", "ann", "a")).isEqualTo("+OK\r\n");
    }

    @AfterEach
    void close() {
        admin.close();
        ann.close();
        server.close();
    }

    private void rule(String... rules) {
        String[] words = new String[rules.length + 3];
        words[0] = "ACL";
        words[1] = "SETUSER";
        words[2] = "ann";
        System.arraycopy(rules, 0, words, 3, rules.length);
        assertThat(admin.callRaw(words)).isEqualTo("+OK\r\n");
    }

    private static void queues(RespClient client, String... words) {
        assertThat(client.callRaw(words)).isEqualTo("+QUEUED\r\n");
    }

    @Test
    void whatIsNotAllowedAnyMoreAtExecIsRefusedAndTheRestIsRun() {
        try (RespClient listener = RespClient.connect(server.port())) {
            listener.call("PSUBSCRIBE", "*");
            ann.call("MULTI");
            queues(ann, "PUBLISH", "a", "1");
            queues(ann, "PUBLISH", "b", "never");
            queues(ann, "ECHO", "never");
            queues(ann, "PUBLISH", "a", "2");
            rule("resetchannels", "&a", "-echo");

            assertThat(ann.callRaw("EXEC"))
                    .isEqualTo(
                            "*4\r\n:1\r\n"
                                    + CHANGED
                                    + "no permission to access one of the channels used as"
                                    + " arguments\r\n"
                                    + CHANGED
                                    + "no permission to execute the command or subcommand\r\n"
                                    + ":1\r\n");

            assertThat(listener.readRaw()).endsWith("$1\r\n1\r\n");
            assertThat(listener.readRaw()).endsWith("$1\r\n2\r\n");
        }
    }

    @Test
    void whoMayNotExecAnyMorePublishesNothing() {
        try (RespClient listener = RespClient.connect(server.port())) {
            listener.call("SUBSCRIBE", "a");
            ann.call("MULTI");
            queues(ann, "PUBLISH", "a", "never");
            rule("-exec");

            assertThat(ann.callRaw("EXEC"))
                    .startsWith("-EXECABORT Transaction discarded because of: NOPERM ")
                    .endsWith(" has no permissions to run the 'exec' command\r\n");

            admin.call("PUBLISH", "a", "first");
            assertThat(listener.readRaw()).endsWith("first\r\n");
        }
    }

    @Test
    void aTransactionGoesOnAsWhomItLogsInInside() {
        try (RespClient client = RespClient.connect(server.port())) {
            client.call("MULTI");
            queues(client, "PUBLISH", "c", "allowed");
            queues(client, "AUTH", "ann", "a");
            queues(client, "PUBLISH", "c", "never");
            queues(client, "ACL", "WHOAMI");
            assertThat(client.callRaw("EXEC"))
                    .isEqualTo(
                            "*4\r\n:0\r\n+OK\r\n"
                                    + CHANGED
                                    + "no permission to access one of the channels used as"
                                    + " arguments\r\n"
                                    + "$3\r\nann\r\n");
        }
    }

    @Test
    void helloInsideATransactionLogsInWhenItIsRun() {
        ann.call("MULTI");
        queues(ann, "HELLO", "2", "AUTH", "default", "any");
        assertThat(ann.callRaw("CLIENT", "ID"))
                .startsWith("-NOPERM ")
                .endsWith(" has no permissions to run the 'client|id' command\r\n");
        assertThat(ann.callRaw("EXEC")).startsWith("-EXECABORT ");
        assertThat(ann.callRaw("ACL", "WHOAMI")).isEqualTo("$3\r\nann\r\n");

        ann.call("MULTI");
        queues(ann, "HELLO", "2", "AUTH", "default", "any");
        queues(ann, "ACL", "WHOAMI");
        assertThat(ann.callRaw("EXEC")).startsWith("*2\r\n*14\r\n").endsWith("$7\r\ndefault\r\n");
    }

    @Test
    void aWrongPasswordLeavesTheClientWhoItWas() {
        assertThat(ann.callRaw("AUTH", "default2", "x")).startsWith("-WRONGPASS ");
        assertThat(ann.callRaw("HELLO", "3", "AUTH", "ann", "x", "SETNAME", "n"))
                .startsWith("-WRONGPASS ");
        assertThat(ann.callRaw("ACL", "WHOAMI")).isEqualTo("$3\r\nann\r\n");
        assertThat(ann.callRaw("RESET")).isEqualTo("+RESET\r\n");
        assertThat(ann.callRaw("ACL", "WHOAMI")).isEqualTo("$7\r\ndefault\r\n");
    }

    @Test
    void whoIsUnknownOrOffOrWrongIsAnsweredTheSame() {
        assertThat(admin.callRaw("ACL", "SETUSER", "off", "off", ">o")).isEqualTo("+OK\r\n");
        String wrong = "-WRONGPASS invalid username-password pair or user is disabled.\r\n";
        assertThat(ann.callRaw("AUTH", "ann", "x")).isEqualTo(wrong);
        assertThat(ann.callRaw("AUTH", "nobody", "x")).isEqualTo(wrong);
        assertThat(ann.callRaw("AUTH", "off", "o")).isEqualTo(wrong);
    }
}
