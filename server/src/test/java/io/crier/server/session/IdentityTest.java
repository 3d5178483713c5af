package io.crier.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.command.Commands;
import io.crier.server.message.Bytes;
import io.crier.server.security.Account;
import io.crier.server.security.Users;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What others know a client by. */
final class IdentityTest {
    @Test
    void aUserIsKnownByItsNameAndTheDefaultUserByTheClients() {
        List<String> known = new ArrayList<>();
        Identity[] identity = new Identity[1];
        Users users =
                new Users(
                        Commands.table().vocabulary(), new LiveSettings(Settings.defaults(), null));
        users.set(Bytes.of("alice"), List.of("on", "nopass"));
        Account alice = Objects.requireNonNull(users.authenticate(Bytes.of("alice"), Bytes.EMPTY));
        identity[0] = new Identity(() -> known.add(String.valueOf(identity[0].from())));

        identity[0].name(Bytes.of("laptop"));
        identity[0].login(alice);
        identity[0].name(Bytes.of("phone"));
        identity[0].logout(users);
        identity[0].name(Bytes.EMPTY);

        assertThat(known).containsExactly("laptop", "alice", "alice", "phone", "null");
    }
}
