package io.crier.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

@Tag("programs")
final class ChatTest {
    private TestServer server;
    private String port;

    @BeforeEach
    void start() {
        server = TestServer.start();
        port = String.valueOf(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAllianceHearsItsOwnAndEverybodyHearsGlobal() {
        Program alice = chat("alice", "red");
        Program bob = chat("bob", "red");
        Program carol = chat("carol", "blue");
        alice.line("hello red");
        bob.awaitOut("[red] alice: hello red\n");
        alice.line("/g hello all");
        bob.awaitOut("[global] alice: hello all\n");
        carol.awaitOut("[global] alice: hello all\n");
        alice.awaitOut("> [red] alice: hello red\n> [global] alice: hello all\n");
        assertThat(carol.out()).isEqualTo("[global] alice: hello all\n");
        quit(alice, bob, carol);
    }

    @Test
    void whoSaysAnothersSameWordsIsNotTakenForOneself() {
        Program alice = chat("alice", "red");
        publish("alliance:red", "alice: hello");
        alice.awaitOut("[red] alice: hello\n");
        alice.line("hello");
        alice.awaitOut("[red] alice: hello\n> [red] alice: hello\n");
        assertThat(alice.out()).startsWith("[red]");
        quit(alice);
    }

    @Test
    void changingTheAllianceChangesWhatIsHeardAndWhereLinesGo() {
        Program alice = chat("alice", "red");
        Program carol = chat("carol", "blue");
        alice.line("/alliance blue");
        alice.awaitErr("left alliance red, joined alliance blue");
        publish("alliance:red", "for red only");
        carol.line("welcome");
        alice.awaitOut("[blue] carol: welcome\n");
        alice.line("thanks");
        carol.awaitOut("[blue] alice: thanks\n");
        assertThat(alice.out()).doesNotContain("for red only");
        alice.line("/alliance two words");
        alice.awaitErr("alliance: 1 to 64 characters");
        quit(alice, carol);
    }

    @Test
    void whoNamesTheChatsAndCountsTheOthers() {
        Program alice = chat("alice", "red");
        Program bob = chat("bob", "red");
        Program carol = chat("carol", "blue");
        Program sub = Program.start("sub", "-p", port, "alliance:red");
        sub.awaitErr("subscribed to");
        alice.line("/who");
        alice.awaitErr("alliance red: alice (you), bob and 1 more without a name\n");
        alice.awaitErr("global: alice (you), bob, carol\n");
        publish("alliance:red", "exit");
        assertThat(sub.status()).isZero();
        assertThat(sub.out()).as("the question is not part of the chat").isEmpty();
        assertThat(bob.out() + carol.out()).doesNotContain("who");
        quit(alice, bob, carol);
    }

    @Test
    void aChatIsPresentUnderItsName() {
        Program zoe = chat("Zoë of Red", "red");
        try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            for (String channel : List.of("global", "alliance:red")) {
                assertThat((List<?>) jedis.sendCommand(() -> "PRESENCE".getBytes(UTF_8), channel))
                        .map(name -> name instanceof byte[] bytes ? new String(bytes, UTF_8) : name)
                        .containsExactly("Zo%C3%AB%20of%20Red", 1L);
            }
        }
        quit(zoe);
    }

    @Test
    void aQuestionWhoIsHereThatNoChatAskedIsNotAnswered() {
        Program alice = chat("alice", "red");
        publish("global:who", "0123456789abcdef 1 more");
        publish("global:who", "news 1");
        publish("global:who", "\033[2J");
        publish("global", "bob: still there");
        alice.awaitOut("[global] bob: still there\n");
        assertThat(alice.out()).isEqualTo("[global] bob: still there\n");
        quit(alice);
    }

    @Test
    void slashesCommandsAndHelp() {
        Program alice = chat("alice", "red");
        alice.line("//shrug");
        alice.awaitOut("[red] alice: /shrug\n");
        alice.line("/frob");
        alice.awaitErr("unknown command /frob");
        alice.line("/help");
        alice.awaitErr("/quit");
        quit(alice);
    }

    @Test
    void theEndOfTheInputLeaves() {
        Program alice = chat("alice", "red");
        alice.endInput();
        assertThat(alice.status()).isZero();
        try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            assertThat(jedis.pubsubNumSub("global")).containsEntry("global", 0L);
        }
    }

    @Test
    void aRestartIsSurvivedAndALineThatCouldNotBeSentIsNamed() {
        Program alice = chat("alice", "red");
        Program bob = chat("bob", "red");
        server.stop();
        alice.awaitErr("lost the connection");
        bob.awaitErr("lost the connection");
        alice.line("into the void");
        alice.awaitErr("not sent: into the void (no connection to 127.0.0.1:" + port);
        server.startAgain();
        alice.awaitErr("connected again");
        bob.awaitErr("connected again");
        alice.line("back");
        bob.awaitOut("[red] alice: back\n");
        quit(alice, bob);
    }

    @Test
    void aServerThatRefusesLaterEndsTheChatWithItsReason() {
        Program alice = chat("alice", "red");
        try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            jedis.configSet("requirepass", "secret");
            jedis.auth("secret");
            jedis.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "pubsub");
        }
        await().until(() -> {
            alice.line("anybody?");
            return alice.err().contains("NOAUTH");
        });
        alice.endInput();
        assertThat(alice.status()).isEqualTo(1);
    }

    private Program chat(String name, String alliance) {
        Program chat = Program.start("chat", "-p", port, name, "--alliance", alliance);
        chat.awaitErr("global and alliance " + alliance);
        return chat;
    }

    private static void quit(Program... chats) {
        for (Program chat : chats) {
            chat.line("/quit");
            assertThat(chat.status()).as(chat.err()).isZero();
        }
    }

    private void publish(String channel, String message) {
        try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            jedis.publish(channel, message);
        }
    }
}
