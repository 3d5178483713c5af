package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

@Tag("programs")
final class TerminalTest {
    private static final int CONTROL_D = 4;

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
    void pubPromptsTellsHowManyGotItAndSaysGoodbye() {
        try (TerminalWindow sub = new TerminalWindow("sub", "-p", port, "news");
                TerminalWindow pub = new TerminalWindow("pub", "-p", port, "zoë", "news")) {
            sub.shows("subscribed to news");
            pub.shows("zoë>");
            pub.line("what a day! \\o/ \"quoted");
            pub.shows("sent to 1 subscriber");
            sub.shows("zoë: what a day! \\o/ \"quoted");
            pub.line("exit");
            pub.shows("goodbye\nstatus=0");
            sub.shows("unsubscribed from news\nstatus=0");
        }
    }

    @Test
    void controlDEndsPub() {
        try (TerminalWindow pub = new TerminalWindow("pub", "-p", port, "a", "news")) {
            pub.shows("a>");
            pub.key("C-d");
            pub.shows("goodbye\nstatus=0");
        }
    }

    @Test
    void controlCEndsPub() {
        try (TerminalWindow pub = new TerminalWindow("pub", "-p", port, "a", "news")) {
            pub.shows("a>");
            pub.type("half a li");
            pub.shows("half a li");
            pub.key("C-c");
            pub.shows("status=130");
            assertThat(pub.screen()).doesNotContain("Exception");
        }
    }

    @Test
    void aMessageCannotDriveTheTerminal() {
        try (TerminalWindow sub = new TerminalWindow("sub", "-p", port, "news")) {
            sub.shows("subscribed to news");
            publish("news", "before\033[2J\033[Hafter\007");
            sub.shows("subscribed to news\nbefore\\e[2J\\e[Hafter\\x07");
        }
    }

    @Test
    void aMessageThatArrivesLeavesTheLineBeingTypedWhole() {
        try (TerminalWindow alice =
                new TerminalWindow("chat", "-p", port, "alice", "--alliance", "red")) {
            alice.shows("alice@red>");
            alice.shows("/help");
            alice.type("half a li");
            alice.shows("alice@red> half a li");
            publish("alliance:red", "bob: boo\033[2J");
            alice.shows("[red] bob: boo\\e[2J\nalice@red> half a li");
            alice.line("ne");
            alice.shows("> [red] alice: half a line\nalice@red>");
            alice.line("/alliance blue");
            alice.shows("alice@blue>");
            alice.line("/quit");
            alice.shows("goodbye\nstatus=0");
        }
    }

    @Test
    void aChatAtItsPromptSurvivesARestart() {
        try (TerminalWindow alice =
                new TerminalWindow("chat", "-p", port, "alice", "--alliance", "red")) {
            alice.shows("alice@red>");
            alice.type("half a li");
            server.stop();
            alice.shows("lost the connection");
            server.startAgain();
            alice.shows("connected again");
            alice.line("ne");
            alice.shows("> [red] alice: half a line");
            alice.key("C-d");
            alice.shows("goodbye\nstatus=0");
        }
    }

    @Test
    void aChatThatTheServerRefusesEndsAtItsPrompt() {
        try (TerminalWindow alice =
                        new TerminalWindow("chat", "-p", port, "alice", "--alliance", "red");
                Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            alice.shows("alice@red>");
            jedis.configSet("requirepass", "secret");
            jedis.auth("secret");
            jedis.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "pubsub");
            alice.shows("NOAUTH");
            alice.shows("status=1");
            assertThat(alice.screen()).doesNotContain("Exception");
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aTerminalThatDoesNotTellItsSizeShowsThePrompt() throws IOException {
        String pub = String.join(" ", TerminalWindow.command("pub", "-p", port, "alice", "news"));
        Process script =
                new ProcessBuilder("script", "-qec", "stty cols 0 rows 0; " + pub, "/dev/null")
                        .redirectErrorStream(true)
                        .start();
        StringBuilder shown = new StringBuilder();
        try (InputStream screen = script.getInputStream();
                OutputStream keys = script.getOutputStream()) {
            int b = screen.read();
            while (b >= 0) {
                shown.append((char) b);
                if (shown.toString().endsWith("alice> ")) {
                    keys.write(CONTROL_D);
                    keys.flush();
                }
                b = screen.read();
            }
        }
        assertThat(shown.toString()).contains("alice> ").contains("goodbye");
    }

    private void publish(String channel, String message) {
        try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            jedis.publish(channel, message);
        }
    }
}
