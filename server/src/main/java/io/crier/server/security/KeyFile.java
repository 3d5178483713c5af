package io.crier.server.security;

import io.crier.server.threading.Lookout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of keys that is read again when it changes, on a thread of its own. What cannot be used is
 * logged once, and the keys from before stay.
 */
final class KeyFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);

    private final Path path;
    private byte[] content = {};
    private String problem = "";
    private @Nullable Lookout lookout;
    private volatile boolean closed;

    KeyFile(Path path) {
        this.path = path;
    }

    /**
     * Reads the keys.
     *
     * @throws IOException if they cannot be used; the message names the file and says why
     */
    TokenKeys read() throws IOException {
        content = bytes();
        return parse();
    }

    private byte[] bytes() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(TokenKeys.FILE_BYTES_MAX + 1);
        } catch (NoSuchFileException missing) {
            throw new IOException(path + ": no such file", missing);
        } catch (AccessDeniedException denied) {
            throw new IOException(path + ": permission denied", denied);
        }
    }

    private TokenKeys parse() throws IOException {
        try {
            return TokenKeys.read(content);
        } catch (IOException unusable) {
            throw new IOException(path + ": " + unusable.getMessage(), unusable);
        }
    }

    /**
     * Looks for changes until it is closed; called once, after {@link #read}.
     *
     * @param changed is given the new keys, on the thread that looks
     */
    void watch(Duration every, Consumer<TokenKeys> changed) {
        lookout = Lookout.start("crier-token-keys", every, () -> look(changed));
    }

    private void look(Consumer<TokenKeys> changed) {
        try {
            byte[] now = bytes();
            if (!Arrays.equals(now, content)) {
                content = now;
                TokenKeys keys = parse();
                if (!closed) {
                    changed.accept(keys);
                    LOG.info("token-keys: read {} keys from {}", keys.count(), path);
                }
            }
            problem = "";
        } catch (IOException unusable) {
            tellOnce(String.valueOf(unusable.getMessage()));
        }
    }

    private void tellOnce(String unusable) {
        if (!unusable.equals(problem)) {
            problem = unusable;
            LOG.warn("token-keys: {}; the keys from before stay", unusable);
        }
    }

    @Override
    public void close() {
        closed = true;
        if (lookout != null) {
            lookout.close();
        }
    }
}
