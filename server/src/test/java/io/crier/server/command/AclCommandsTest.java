package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.server.settings.SettingTable;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Redis 7.0 cannot be compared with, or what would take a transcript too long. */
@ParameterizedClass
@CsvSource({"1", "3"})
final class AclCommandsTest {
    private final TestServer server;
    private final RespClient admin;

    AclCommandsTest(int loops) {
        server = TestServer.withLoops(loops);
        admin = server.client(Dialect.RESP3);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void does(String... words) {
        assertThat(admin.callRaw(words)).isEqualTo("+OK\r\n");
    }

    private RespClient user(String name, String password) {
        RespClient client = server.client();
        assertThat(client.text("AUTH", name, password)).isEqualTo("OK");
        return client;
    }

    private List<Map<String, Reply>> log() {
        return ((Reply.Array) admin.call("ACL", "LOG"))
                .elements().stream().map(AclCommandsTest::fields).toList();
    }

    private static Map<String, Reply> fields(Reply entry) {
        Map<String, Reply> fields = new HashMap<>();
        ((Reply.Map) entry)
                .entries()
                .forEach(pair -> fields.put(RespClient.textOf(pair.key()), pair.value()));
        return fields;
    }

    private static String told(Map<String, Reply> entry) {
        return String.join(
                " ",
                List.of("reason", "context", "object", "username").stream()
                        .map(field -> RespClient.textOf(Objects.requireNonNull(entry.get(field))))
                        .toList());
    }

    private static long number(Map<String, Reply> entry, String field) {
        return ((Reply.Int) Objects.requireNonNull(entry.get(field))).value();
    }

    @Test
    void theLogTellsWhatWasDeniedAndCountsTheSame() {
        does("ACL", "SETUSER", "ann", "on", ">a", "+@all", "-echo", "&ok", "~k");
        RespClient ann = user("ann", "a");
        ann.call("ECHO", "x");
        ann.call("ECHO", "y");
        ann.call("GET", "secret");
        ann.call("MULTI");
        ann.call("PUBLISH", "no", "m");
        ann.call("DISCARD");
        ann.call("AUTH", "ann", "wrong");
        ann.call("HELLO", "3", "AUTH", "bob", "wrong");

        List<Map<String, Reply>> log = log();

        assertThat(log.stream().map(AclCommandsTest::told))
                .containsExactly(
                        "auth toplevel HELLO bob",
                        "auth toplevel AUTH ann",
                        "channel multi no ann",
                        "key toplevel secret ann",
                        "command toplevel echo ann");
        assertThat(log.stream().map(entry -> number(entry, "count")))
                .containsExactly(1L, 1L, 1L, 1L, 2L);
        assertThat(log.stream().map(entry -> number(entry, "entry-id")))
                .containsExactly(4L, 3L, 2L, 1L, 0L);
        assertThat(RespClient.textOf(Objects.requireNonNull(log.get(2).get("client-info"))))
                .contains(" cmd=publish user=ann ");
        assertThat(admin.text("INFO", "stats"))
                .contains(
                        "acl_access_denied_auth:2\r\n",
                        "acl_access_denied_cmd:2\r\n",
                        "acl_access_denied_key:1\r\n",
                        "acl_access_denied_channel:1\r\n");
        does("ACL", "LOG", "RESET");
        assertThat(log()).isEmpty();
    }

    @Test
    void theLogKeepsAsMuchAsIsSet() {
        does("CONFIG", "SET", "acllog-max-len", "2");
        RespClient stranger = server.client();
        for (String name : List.of("a", "b", "c")) {
            stranger.call("AUTH", name, "x");
        }
        assertThat(log().stream().map(AclCommandsTest::told))
                .containsExactly("auth toplevel AUTH c", "auth toplevel AUTH b");
    }

    @Test
    void rulesChangeForTheNextCommandOfASession() {
        does("ACL", "SETUSER", "ann", "on", ">a", "+@all", "&a");
        RespClient ann = user("ann", "a");
        assertThat(ann.number("PUBLISH", "a", "m")).isZero();

        does("ACL", "SETUSER", "ann", "-publish");

        assertThat(ann.text("PUBLISH", "a", "m"))
                .isEqualTo("NOPERM User ann has no permissions to run the 'publish' command");
        does("ACL", "SETUSER", "ann", "+publish");
        assertThat(ann.number("PUBLISH", "a", "m")).isZero();
        assertThat(ann.text("PUBLISH", "b", "m"))
                .isEqualTo("NOPERM No permissions to access a channel");
    }

    @Test
    void aPipelineOfAllowedAndDeniedPublishesIsAnsweredInOrder() {
        does("ACL", "SETUSER", "ann", "on", ">a", "+@all", "&a*");
        RespClient ann = user("ann", "a");
        RespClient listener = server.client();
        listener.send("PSUBSCRIBE", "*").read();

        ann.send("PUBLISH", "a1", "1").send("PUBLISH", "b", "never").send("PUBLISH", "a2", "2");

        assertThat(ann.readRaw()).isEqualTo(":1\r\n");
        assertThat(ann.readRaw()).startsWith("-NOPERM");
        assertThat(ann.readRaw()).isEqualTo(":1\r\n");
        assertThat(listener.readRaw()).endsWith("$1\r\n1\r\n");
        assertThat(listener.readRaw()).endsWith("$1\r\n2\r\n");
    }

    @Test
    void theWholeOfACommandHasToStandInOneSelector() {
        does("ACL", "SETUSER", "ann", "on", ">a", "+publish", "&a", "(+subscribe &b)");
        RespClient ann = user("ann", "a");
        assertThat(ann.number("PUBLISH", "a", "m")).isZero();
        assertThat(ann.text("PUBLISH", "b", "m")).startsWith("NOPERM No permissions");
        assertThat(ann.text("SUBSCRIBE", "a")).startsWith("NOPERM No permissions");
        assertThat(ann.text("PING")).startsWith("NOPERM User ann");
        ann.send("SUBSCRIBE", "b");
        assertThat(ann.readRaw()).contains("subscribe");
    }

    @Test
    void commandRulesAreShownInTheirOrder() {
        does(
                "ACL",
                "SETUSER",
                "ann",
                "+get",
                "-get",
                "+@pubsub",
                "-publish",
                "+client|id",
                "+CONFIG|GET",
                "-config",
                "+select|1",
                "+set");
        assertThat(admin.callRaw("ACL", "LIST"))
                .contains(
                        "user ann off resetchannels -@all -get +@pubsub -publish +client|id -config"
                                + " +select|1 +set\r\n");
        does("ACL", "SETUSER", "ann", "+@all", "-@admin");
        assertThat(admin.callRaw("ACL", "LIST")).contains("resetchannels +@all -@admin\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<hunter2", "!hunter2", "#hunter2", "(>hunter2)"})
    void aPasswordIsNotQuotedInAnError(String rule) {
        assertThat(admin.text("ACL", "SETUSER", "ann", rule))
                .startsWith("ERR Error in ACL SETUSER modifier '")
                .doesNotContain("hunter2");
    }

    @Test
    void othersAreNotShownWhatUsersAreMadeOf() {
        does("CONFIG", "SET", "slowlog-log-slower-than", "0");
        RespClient monitor = server.client();
        monitor.call("MONITOR");

        admin.call("ACL", "SETUSER", "ann", "on", ">hunter2");
        admin.call("ACL", "DRYRUN", "default", "AUTH", "ann", "hunter2");
        admin.call("AUTH", "ann", "hunter2");
        admin.call("PING");

        StringBuilder seen = new StringBuilder();
        while (seen.indexOf("\"auth\"") < 0 && seen.indexOf("AUTH\" \"(redacted)\"") < 0) {
            seen.append(monitor.readRaw());
        }
        assertThat(seen.toString()).doesNotContain("hunter2");
        assertThat(server.client().callRaw("SLOWLOG", "GET", "100")).doesNotContain("hunter2");
    }

    @Test
    void newUsersHearEverythingOnlyIfThatIsSet() {
        does("ACL", "SETUSER", "ann");
        does("CONFIG", "SET", "acl-pubsub-default", "allchannels");
        does("ACL", "SETUSER", "bob");
        assertThat(admin.callRaw("ACL", "LIST"))
                .contains("user ann off resetchannels -@all\r\n", "user bob off &* -@all\r\n");
        assertThat(SettingTable.ACL_PUBSUB_DEFAULT.defaultValue()).isEqualTo("resetchannels");
    }

    @Test
    void passwordsAreMadeInTheLengthThatIsAskedFor() {
        assertThat(admin.text("ACL", "GENPASS")).matches("[0-9a-f]{64}");
        assertThat(admin.text("ACL", "GENPASS", "5")).matches("[0-9a-f]{2}");
        assertThat(admin.text("ACL", "GENPASS", "4096")).matches("[0-9a-f]{1024}");
        assertThat(admin.text("ACL", "GENPASS")).isNotEqualTo(admin.text("ACL", "GENPASS"));
    }

    @Test
    void presenceIsForWhoMayHearTheChannel() {
        does("ACL", "SETUSER", "ann", "on", ">a", "+@all", "&global");
        RespClient ann = user("ann", "a");
        assertThat(ann.callRaw("PRESENCE", "global")).isEqualTo("*0\r\n");
        assertThat(ann.text("PRESENCE", "alliance:1")).startsWith("NOPERM No permissions");
    }

    @Test
    void aLoginInsideATransactionHoldsForThePublishesBehindIt() {
        does("ACL", "SETUSER", "ann", "on", ">a", "+@all", "allchannels");
        does("ACL", "SETUSER", "bob", "on", ">b", "+@all", "resetchannels", "&bobs");
        RespClient listener = server.client();
        listener.send("SUBSCRIBE", "anns").read();
        RespClient client = user("ann", "a");
        client.call("MULTI");
        client.call("PUBLISH", "anns", "by ann");
        client.call("AUTH", "bob", "b");
        client.call("PUBLISH", "anns", "by bob");

        assertThat(client.callRaw("EXEC"))
                .startsWith("*3\r\n:1\r\n+OK\r\n-NOPERM ACLs rules changed");
        assertThat(listener.readRaw()).endsWith("by ann\r\n");
        admin.call("PUBLISH", "anns", "next");
        assertThat(listener.readRaw()).endsWith("next\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+echo|a b", "+echo|a\nuser eve on", "+get|a b", "(+@all ~a) ~b)"})
    void aRuleThatCouldNotBeReadAgainIsNone(String rule) {
        assertThat(admin.callRaw("ACL", "SETUSER", "ann", rule))
                .isEqualTo(
                        "-ERR Error in ACL SETUSER modifier '"
                                + rule.replace('\n', ' ')
                                + "': Syntax error\r\n");
        assertThat(admin.callRaw("ACL", "GETUSER", "ann")).isEqualTo("_\r\n");
    }
}
