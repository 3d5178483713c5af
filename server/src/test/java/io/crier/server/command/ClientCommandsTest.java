package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** CLIENT, apart from LIST, KILL and PAUSE, which concern other clients. */
final class ClientCommandsTest {
    private TestServer server = TestServer.withLoops(1);
    private RespClient client = server.client();

    @BeforeEach
    void connected() {
        client.call("PING");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void everyClientHasTheNextNumber() {
        RespClient other = server.client();

        assertThat(client.number("CLIENT", "ID")).isEqualTo(1);
        assertThat(other.number("client", "id")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void aClientIsCalledWhatItSays(Dialect dialect) {
        RespClient named = server.client(dialect);
        assertThat(named.callRaw("CLIENT", "GETNAME"))
                .isEqualTo(dialect == Dialect.RESP3 ? "_\r\n" : "$-1\r\n");

        assertThat(named.callRaw("CLIENT", "SETNAME", "!eve~")).isEqualTo("+OK\r\n");
        assertThat(named.text("CLIENT", "GETNAME")).isEqualTo("!eve~");

        named.call("CLIENT", "SETNAME", "");
        assertThat(named.call("CLIENT", "GETNAME")).isInstanceOf(Reply.Nil.class);
    }

    @Test
    void resetDropsTheNameAndKeepsTheLibrary() {
        client.call("CLIENT", "SETNAME", "eve");
        client.call("CLIENT", "SETINFO", "LIB-NAME", "lettuce");
        client.call("CLIENT", "SETINFO", "lib-ver", "7.7");
        client.call("CLIENT", "NO-EVICT", "on");
        client.call("CLIENT", "NO-TOUCH", "on");
        assertThat(client.text("CLIENT", "INFO"))
                .contains(" name=eve ", " flags=eT ", " lib-name=lettuce lib-ver=7.7 missed=0\n");

        assertThat(client.callRaw("RESET")).isEqualTo("+RESET\r\n");

        assertThat(client.text("CLIENT", "INFO"))
                .contains(" name= ", " flags=N ", " lib-name=lettuce lib-ver=7.7 missed=0\n");
    }

    @ParameterizedTest
    @EnumSource
    void theOwnLineIsTextInTheOrderOfRedis(Dialect dialect) {
        RespClient some = server.client(dialect);
        some.call("SELECT", "7");

        String line = some.text("CLIENT", "INFO");

        assertThat(line)
                .matches(
                        "id=2 addr=127\\.0\\.0\\.1:\\d+ laddr=127\\.0\\.0\\.1:\\d+ fd=-?\\d+ name= age=\\d+ idle=\\d+ "
                                + "flags=N db=7 sub=0 psub=0 ssub=0 multi=-1 watch=0 qbuf=\\d+ qbuf-free=\\d+ argv-mem=\\d+ "
                                + "multi-mem=0 rbs=\\d+ rbp=\\d+ obl=\\d+ oll=\\d+ omem=\\d+ tot-mem=\\d+ events=r "
                                + "cmd=client\\|info user=default redir=-1 resp="
                                + (dialect == Dialect.RESP3 ? 3 : 2)
                                + " lib-name= lib-ver= missed=0\n");
        assertThat(some.callRaw("CLIENT", "INFO")).startsWith(dialect == Dialect.RESP3 ? "=" : "$");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    CLIENT                          ; -ERR wrong number of arguments for 'client' command
                    CLIENT NOPE                     ; -ERR unknown subcommand 'NOPE'. Try CLIENT HELP.
                    CLIENT MAINT_NOTIFICATIONS ON   ; -ERR unknown subcommand 'MAINT_NOTIFICATIONS'. Try CLIENT HELP.
                    CLIENT HELP x                   ; -ERR wrong number of arguments for 'client|help' command
                    CLIENT ID x                     ; -ERR wrong number of arguments for 'client|id' command
                    CLIENT SETNAME \u00e9           ; -ERR Client names cannot contain spaces, newlines or special characters.
                    CLIENT SETINFO LIB-NAME \u00e9  ; -ERR LIB-NAME cannot contain spaces, newlines or special characters.
                    CLIENT SETINFO nope x           ; -ERR Unrecognized option 'nope'
                    CLIENT SETINFO lib-name         ; -ERR wrong number of arguments for 'client|setinfo' command
                    CLIENT REPLY x                  ; -ERR syntax error
                    CLIENT NO-EVICT x               ; -ERR syntax error
                    CLIENT NO-TOUCH x               ; -ERR syntax error
                    CLIENT UNBLOCK 99               ; :0
                    CLIENT UNBLOCK 99 TIMEOUT       ; :0
                    CLIENT UNBLOCK 99 error         ; :0
                    CLIENT UNBLOCK x                ; -ERR value is not an integer or out of range
                    CLIENT UNBLOCK x nope           ; -ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR
                    CLIENT UNBLOCK 1 ERROR x        ; -ERR unknown subcommand or wrong number of arguments for 'UNBLOCK'. Try CLIENT HELP.
                    CLIENT PAUSE                    ; -ERR wrong number of arguments for 'client|pause' command
                    CLIENT PAUSE x                  ; -ERR timeout is not an integer or out of range
                    CLIENT PAUSE -1                 ; -ERR timeout is negative
                    CLIENT PAUSE 9223372036854775807 ; -ERR timeout is out of range
                    CLIENT PAUSE x NOPE             ; -ERR CLIENT PAUSE mode must be WRITE or ALL
                    CLIENT PAUSE 1 WRITE x          ; -ERR unknown subcommand or wrong number of arguments for 'PAUSE'. Try CLIENT HELP.
                    CLIENT UNPAUSE                  ; +OK
                    CLIENT CAPA redirect            ; +OK
                    CLIENT GETREDIR                 ; :-1
                    CLIENT TRACKING OFF             ; +OK
                    CLIENT TRACKING x               ; -ERR syntax error
                    CLIENT TRACKING ON PREFIX       ; -ERR syntax error
                    CLIENT TRACKING ON PREFIX a     ; -ERR PREFIX option requires BCAST mode to be enabled
                    CLIENT TRACKING ON OPTIN OPTOUT ; -ERR You can't specify both OPTIN mode and OPTOUT mode
                    CLIENT TRACKING ON BCAST OPTIN  ; -ERR OPTIN and OPTOUT are not compatible with BCAST
                    CLIENT TRACKING ON REDIRECT 99  ; -ERR The client ID you want redirect to does not exist
                    CLIENT TRACKING ON REDIRECT x   ; -ERR value is not an integer or out of range
                    CLIENT CACHING yes              ; -ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled
                    """)
    void answersAsRedis(String command, String answer) {
        assertThat(client.callRaw(command.split(" "))).isEqualTo(answer + "\r\n");
    }

    @Test
    void trackingIsRememberedAndHarmless() {
        assertThat(
                        client.callRaw(
                                "CLIENT",
                                "TRACKING",
                                "ON",
                                "BCAST",
                                "PREFIX",
                                "a",
                                "PREFIX",
                                "b",
                                "NOLOOP"))
                .isEqualTo("+OK\r\n");

        assertThat(client.callRaw("CLIENT", "TRACKINGINFO").replace("\r\n", " "))
                .isEqualTo(
                        "*6 $5 flags *3 $2 on $5 bcast $6 noloop $8 redirect :0 $8 prefixes *2 $1 a $1 b ");
        assertThat(client.text("CLIENT", "INFO")).contains(" flags=tB ", " redir=0 ");
        assertThat(client.text("CLIENT", "TRACKING", "ON"))
                .startsWith("ERR You can't switch BCAST mode on/off before disabling tracking");
        assertThat(client.text("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "ab"))
                .isEqualTo(
                        "ERR Prefix 'ab' overlaps with an existing prefix 'a'. "
                                + "Prefixes for a single client must not overlap.");

        client.call("RESET");
        assertThat(client.number("CLIENT", "GETREDIR")).isEqualTo(-1);
    }

    @Test
    void repliesAreWithheldUntilTheyAreWantedAgain() {
        client.send("CLIENT", "REPLY", "OFF")
                .send("PING")
                .send("NOPE")
                .send("CLIENT", "REPLY", "SKIP");
        assertThat(client.callRaw("CLIENT", "REPLY", "ON")).isEqualTo("+OK\r\n");

        client.send("CLIENT", "REPLY", "SKIP").send("PING", "unseen");
        assertThat(client.text("PING", "seen")).isEqualTo("seen");

        client.send("CLIENT", "REPLY", "SKIP");
        assertThat(client.callRaw("CLIENT", "REPLY", "ON")).isEqualTo("+OK\r\n");
        assertThat(client.callRaw("PING")).isEqualTo("+PONG\r\n");
    }

    @Test
    void pushesComeAlthoughRepliesAreOff() {
        client.send("CLIENT", "REPLY", "OFF").send("SUBSCRIBE", "x");
        assertThat(client.readRaw()).isEqualTo("*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n");

        assertThat(server.client().number("PUBLISH", "x", "hi")).isEqualTo(1);
        assertThat(client.readRaw()).isEqualTo("*3\r\n$7\r\nmessage\r\n$1\r\nx\r\n$2\r\nhi\r\n");
    }
}
