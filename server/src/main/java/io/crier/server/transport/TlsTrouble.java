package io.crier.server.transport;

import io.crier.server.settings.Setting;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why TLS cannot be spoken as the settings say, and which of them is to blame. */
final class TlsTrouble extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Setting<?> setting;
    private final String reason;

    TlsTrouble(Setting<?> setting, String why, @Nullable Throwable cause) {
        super(setting.name() + ": " + why, cause);
        this.setting = setting;
        this.reason = why;
    }

    TlsTrouble(Setting<?> setting, String why) {
        this(setting, why, null);
    }

    Setting<?> setting() {
        return setting;
    }

    /** What is wrong, without the setting's name. */
    String reason() {
        return reason;
    }
}
