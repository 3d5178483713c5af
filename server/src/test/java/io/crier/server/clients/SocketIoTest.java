package io.crier.server.clients;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("programs")
@ParameterizedClass
@EnumSource
final class SocketIoTest {

    @RegisterExtension final ServerFixture server;
    private final ScriptedClient client;

    SocketIoTest(ServerProgram program) {
        server = new ServerFixture(program);
        client = NodePrograms.client(server, "socket-io.mjs");
    }

    @Test
    void twoServersShareTheirRooms() {
        client.plays("classic");
    }

    @Test
    void twoServersShareTheirRoomsOverShardChannels() {
        client.plays("sharded");
    }
}
