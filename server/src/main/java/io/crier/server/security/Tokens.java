package io.crier.server.security;

import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.threading.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that let somebody in, as the settings say: none where {@code token-keys} is not set.
 * Any thread may ask.
 */
public final class Tokens implements AutoCloseable {
    /** A longer one is refused unread. */
    static final int BYTES_MAX = 8_192;

    /** How soon a key file that changed is read. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final LiveSettings settings;
    private final Clock clock;
    private final LiveSettings.Gate gate = this::follow;
    private @Nullable KeyFile watched;
    private volatile @Nullable TokenKeys keys;

    public Tokens(LiveSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Reads the keys and follows them from now on.
     *
     * @throws IOException if the key file cannot be used; the message names it and says why
     */
    public void open() throws IOException {
        try {
            use(settings.current().tokenKeys());
        } catch (IOException unusable) {
            throw new IOException("token-keys: " + unusable.getMessage(), unusable);
        }
        settings.addGate(gate);
    }

    private LiveSettings.@Nullable Refusal follow(Settings before, Settings after) {
        Path file = after.tokenKeys();
        if (Objects.equals(file, before.tokenKeys())) {
            return null;
        }
        try {
            use(file);
            return null;
        } catch (IOException unusable) {
            return new LiveSettings.Refusal(
                    SettingTable.TOKEN_KEYS, String.valueOf(unusable.getMessage()));
        }
    }

    private synchronized void use(@Nullable Path file) throws IOException {
        KeyFile next = file == null ? null : new KeyFile(file);
        TokenKeys read = next == null ? null : next.read();
        if (read != null) {
            read.prepare();
        }
        if (watched != null) {
            watched.close();
        }
        watched = next;
        keys = read;
        if (next != null) {
            next.watch(LOOK_EVERY, changed -> changed(next, changed));
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very file that is watched
    private synchronized void changed(KeyFile file, TokenKeys read) {
        if (file == watched) {
            keys = read;
        }
    }

    /** Whether tokens are accepted. */
    boolean accepted() {
        return keys != null;
    }

    /** Whether this has the form of a token: three parts, the first of which is a JSON object. */
    static boolean hasForm(Bytes shown) {
        byte[] bytes = shown.array();
        int dots = 0;
        for (byte c : bytes) {
            if (c == '.') {
                dots++;
            } else if (!isBase64Url(c)) {
                return false;
            }
        }
        return dots == 2 && bytes[0] == 'e' && bytes[1] == 'y';
    }

    private static boolean isBase64Url(byte c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_';
    }

    /** Whether a token lets somebody in now. */
    Verdict check(Bytes token) {
        TokenKeys now = keys;
        if (now == null) {
            return new Verdict.Wrong("tokens are not accepted: token-keys is not set");
        }
        if (token.length() > BYTES_MAX) {
            return new Verdict.Wrong("a token must have at most " + BYTES_MAX + " bytes");
        }
        String compact = new String(token.array(), StandardCharsets.ISO_8859_1);
        return new TokenReader(now, settings.current(), clock.epochMillis()).read(compact);
    }

    @Override
    public synchronized void close() {
        settings.removeGate(gate);
        if (watched != null) {
            watched.close();
            watched = null;
        }
    }
}
