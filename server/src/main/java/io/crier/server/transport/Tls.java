package io.crier.server.transport;

import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Reloadable;
import io.crier.server.settings.Setting;
import io.crier.server.settings.Settings;
import io.crier.server.settings.TlsSettings;
import io.crier.server.settings.TlsTable;
import io.crier.server.threading.Lookout;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's TLS: its certificate and what goes with it, as the settings and their files say. A
 * new certificate is for connections that come after it; those that are there go on with theirs.
 */
public final class Tls implements LiveSettings.Gate, Reloadable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);

    /** Held while files are read; event loops never wait for it. */
    private final Object changing = new Object();

    private @Nullable TlsContexts contexts;
    private @Nullable TlsSettings used;
    private @Nullable FileStamps stamps;
    private @Nullable Lookout lookout;

    /**
     * Reads what the settings name, if something is to be spoken over TLS.
     *
     * @throws IOException naming the setting and what is wrong with it
     */
    public void open(Settings settings) throws IOException {
        synchronized (changing) {
            if (settings.speaksTls()) {
                use(settings.tls());
            }
        }
    }

    /**
     * Follows changed settings, or stays with what it has; waits for the disk, so it must not be
     * called on an event loop.
     *
     * @return why not; null when it is done, and when files that were not asked for are broken
     */
    @Override
    public LiveSettings.@Nullable Refusal pass(
            Settings before, Settings after, Set<Setting<?>> named) {
        synchronized (changing) {
            TlsSettings wanted = after.tls();
            boolean same = wanted.equals(used);
            boolean asked = !Collections.disjoint(named, TlsTable.FILES);
            if (!after.speaksTls() || (same && !asked && FileStamps.of(wanted).equals(stamps))) {
                return null;
            }
            try {
                use(wanted);
                return null;
            } catch (TlsTrouble trouble) {
                LOG.warn("goes on with the certificate that it has: {}", trouble.getMessage());
                return same && !asked
                        ? null
                        : new LiveSettings.Refusal(trouble.setting(), trouble.reason());
            }
        }
    }

    @Override
    public LiveSettings.@Nullable Refusal pass(Settings before, Settings after) {
        return pass(before, after, Set.of());
    }

    @Override
    public String name() {
        return "certificates";
    }

    @Override
    public boolean present() {
        synchronized (changing) {
            return used != null;
        }
    }

    /**
     * Reads the files again, from any thread that may wait for the disk. When one of them is not as
     * it should be, everything stays as it was.
     *
     * @return why nothing changed, in one line that names the setting; null when the files are in
     *     use, or no TLS is spoken
     */
    @Override
    public @Nullable String reload() {
        synchronized (changing) {
            TlsSettings settings = used;
            if (settings == null) {
                return null;
            }
            try {
                use(settings);
                return null;
            } catch (TlsTrouble trouble) {
                return trouble.getMessage();
            }
        }
    }

    private void use(TlsSettings settings) throws TlsTrouble {
        FileStamps seen = FileStamps.of(settings);
        try {
            TlsContexts made = TlsContexts.of(settings);
            used = settings;
            replaceBy(made);
        } finally {
            if (settings.equals(used)) {
                stamps = seen; // what is broken is not tried again until it changes
            }
        }
        if (lookout == null) {
            lookout = Lookout.start("crier-certificates", LOOK_EVERY, this::reloadIfChanged);
        }
    }

    private synchronized void replaceBy(@Nullable TlsContexts made) {
        TlsContexts old = contexts;
        contexts = made;
        if (old != null) {
            old.release();
        }
    }

    private void reloadIfChanged() {
        synchronized (changing) {
            TlsSettings settings = used;
            if (settings == null || FileStamps.of(settings).equals(stamps)) {
                return;
            }
            String trouble = reload();
            if (trouble == null) {
                LOG.info("uses the certificate in {} from now on", settings.certificate());
            } else {
                LOG.warn("goes on with the certificate that it has: {}", trouble);
            }
        }
    }

    /** The start of a connection's pipeline; null once this is closed. */
    synchronized @Nullable SslHandler handler(ByteBufAllocator allocator, boolean web) {
        TlsContexts now = contexts;
        try {
            return now == null ? null : now.handler(allocator, web);
        } catch (TlsTrouble impossible) { // it was tried when the contexts were made
            throw new IllegalStateException(impossible);
        }
    }

    /** Gives back what no connection uses any more; connections stay. */
    @Override
    public void close() {
        synchronized (changing) {
            if (lookout != null) {
                lookout.close();
            }
            used = null;
            replaceBy(null);
        }
    }
}
