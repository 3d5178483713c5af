package io.crier.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.threading.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where tokens are shown in tests: with keys from a file, and a clock that stands still. */
final class TokenDesk implements AutoCloseable {
    static final long NOW_SECONDS = 1_700_000_000;

    /** What a good token says, for a minute. */
    static final String CLAIMS =
            "{\"sub\":\"alice\",\"exp\":1700000060,\"publish\":[\"alliance:red\"],\"subscribe\":[\"global\",\"alliance:*\"]}";

    private final Path file;
    private final Clock clock =
            new Clock() {
                @Override
                public long nanos() {
                    throw new AssertionError("tokens need the time of day alone");
                }

                @Override
                public long epochMicros() {
                    return seconds * 1_000_000;
                }
            };

    private LiveSettings settings = new LiveSettings(Settings.defaults(), null);
    private Tokens tokens = new Tokens(settings, clock);

    /** What the clock shows. */
    long seconds = NOW_SECONDS;

    TokenDesk(Path file) {
        this.file = file;
    }

    /** Begins anew with these keys, in JWKS or PEM. */
    void begin(String keys) throws IOException {
        close();
        Files.writeString(file, keys);
        settings =
                new LiveSettings(
                        Settings.defaults().with(SettingTable.TOKEN_KEYS, file.toString()), null);
        tokens = new Tokens(settings, clock);
        tokens.open();
    }

    Path file() {
        return file;
    }

    /** Changes a setting; answers the error, or {@code null} as text. */
    String set(String name, String value) {
        return String.valueOf(
                settings.change(List.of(new LiveSettings.Pair(name, Bytes.of(value)))));
    }

    boolean accepts() {
        return tokens.accepted();
    }

    /** Shows a token that has to be good. */
    Token good(String token) {
        Verdict verdict = tokens.check(Bytes.of(token));
        assertThat(verdict).isInstanceOf(Verdict.Good.class);
        return ((Verdict.Good) verdict).token();
    }

    /** Shows a token that has to be refused; answers why it is. */
    String wrong(String token) {
        Verdict verdict = tokens.check(Bytes.of(token));
        assertThat(verdict).isInstanceOf(Verdict.Wrong.class);
        return ((Verdict.Wrong) verdict).why();
    }

    @Override
    public void close() {
        tokens.close();
    }
}
