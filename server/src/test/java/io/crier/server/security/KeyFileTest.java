package io.crier.server.security;

import static org.awaitility.Awaitility.await;

import io.crier.server.testing.TokenSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread that watches the keys of tokens. */
final class KeyFileTest {
    @Test
    void whoCannotTakeTheKeysGetsTheNextOnes(@TempDir Path directory) throws IOException {
        TokenSigner signer = TokenSigner.of("ES256", "1");
        Path path = Files.writeString(directory.resolve("keys"), signer.pem());
        AtomicInteger offered = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        try (KeyFile file = new KeyFile(path)) {
            file.read();
            file.watch(
                    Duration.ofMillis(1),
                    keys -> {
                        if (offered.incrementAndGet() == 1) {
                            throw new IllegalStateException("on purpose");
                        }
                        taken.set(keys.count());
                    });
            Files.writeString(path, signer.pem() + TokenSigner.of("ES256", "2").pem());
            await().until(() -> offered.get() == 1);

            Files.writeString(path, signer.pem().repeat(3));

            await().until(() -> taken.get() == 3);
        }
    }
}
