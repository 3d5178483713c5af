package io.crier.server.clients;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Debian's {@code libhiredis-dev}, which speaks RESP2 only and leaves reconnecting to the program.
 */
@Tag("programs")
@ParameterizedClass
@EnumSource
final class HiredisTest {

    @TempDir static Path directory;

    @RegisterExtension final ServerFixture server;
    private final ScriptedClient client;

    HiredisTest(ServerProgram program) {
        server = new ServerFixture(program);
        client = new ScriptedClient(server, List.of(program()));
    }

    @BeforeAll
    static void compile() {
        var source = ChildProcess.script("c", "hiredis.c");
        try (var compiler =
                ChildProcess.start(
                        "gcc", "-std=c11", "-Wall", "-o", program(), source, "-lhiredis")) {
            compiler.awaitSuccess();
        }
    }

    private static String program() {
        return directory.resolve("hiredis").toString();
    }

    @Test
    void subscribesPublishesAndUnsubscribes() {
        client.plays("session");
    }

    @Test
    void receivesAThousandMessagesInOrder() {
        client.plays("order");
    }

    @Test
    void carriesBinaryChannelsAndPayloads() {
        client.plays("binary");
    }

    @Test
    void learnsThatTheServerWentAndConnectsAgain() {
        client.playsThroughARestart("restart");
    }

    @Test
    void subscribesWithItsPasswordOnly() {
        client.playsWithPassword("password");
    }
}
