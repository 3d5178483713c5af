package io.crier.server.clients;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Debian's {@code python3-redis}, which speaks RESP2 only and belongs to the system's own Python.
 */
@Tag("programs")
@ParameterizedClass
@EnumSource
final class RedisPyTest {

    @RegisterExtension final ServerFixture server;
    private final ScriptedClient client;

    RedisPyTest(ServerProgram program) {
        server = new ServerFixture(program);
        client =
                new ScriptedClient(
                        server,
                        List.of("/usr/bin/python3", ChildProcess.script("python", "redis_py.py")));
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
    void publishesInATransaction() {
        client.plays("transaction");
    }

    @Test
    void carriesBinaryChannelsAndPayloads() {
        client.plays("binary");
    }

    @Test
    void checksTheHealthOfASubscribedConnection() {
        client.plays("health");
    }

    @Test
    void readsHistoriesAndSharesWork() {
        client.plays("streams");
    }

    @Test
    void subscribesAgainByItselfAfterARestart() {
        client.playsThroughARestart("restart");
    }

    @Test
    void subscribesWithItsPasswordOnly() {
        client.playsWithPassword("password");
    }
}
