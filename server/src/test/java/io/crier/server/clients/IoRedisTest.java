package io.crier.server.clients;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("programs")
@ParameterizedClass
@EnumSource
final class IoRedisTest {

    @RegisterExtension final ServerFixture server;
    private final ScriptedClient client;

    IoRedisTest(ServerProgram program) {
        server = new ServerFixture(program);
        client = NodePrograms.client(server, "ioredis.mjs");
    }

    @ParameterizedTest
    @EnumSource
    void subscribesPublishesAndUnsubscribes(Dialect dialect) {
        client.plays("session", dialect);
    }

    @ParameterizedTest
    @EnumSource
    void receivesAThousandMessagesInOrder(Dialect dialect) {
        client.plays("order", dialect);
    }

    @ParameterizedTest
    @EnumSource
    void carriesBinaryChannelsAndPayloads(Dialect dialect) {
        client.plays("binary", dialect);
    }

    @ParameterizedTest
    @EnumSource
    void keepsShardChannelsApart(Dialect dialect) {
        client.plays("shard", dialect);
    }

    @ParameterizedTest
    @EnumSource
    void readsHistoriesAndSharesWork(Dialect dialect) {
        client.plays("streams", dialect);
    }

    @ParameterizedTest
    @EnumSource
    void subscribesAgainByItselfAfterARestart(Dialect dialect) {
        client.playsThroughARestart("restart", dialect);
    }

    @ParameterizedTest
    @EnumSource
    void subscribesWithItsPasswordOnly(Dialect dialect) {
        client.playsWithPassword("password", dialect);
    }
}
