package io.crier.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What others know a client by. */
final class IdentityTest {
    @Test
    void aUserIsKnownByItsNameAndTheDefaultUserByTheClients() {
        List<String> known = new ArrayList<>();
        Identity[] identity = new Identity[1];
        identity[0] = new Identity(() -> known.add(String.valueOf(identity[0].from())));

        identity[0].name(Bytes.of("laptop"));
        identity[0].login("alice");
        identity[0].name(Bytes.of("phone"));
        identity[0].logout(true);
        identity[0].name(Bytes.EMPTY);

        assertThat(known).containsExactly("laptop", "alice", "alice", "phone", "null");
    }
}
