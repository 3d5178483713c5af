package io.crier.server.settings;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of reading the configuration. */
public sealed interface Loading {
    /**
     * The server can start.
     *
     * @param file the configuration file, which CONFIG REWRITE writes; null without one
     * @param ignored the names of directives that have no meaning here, each once
     * @param users what the lines for users declare; not checked yet
     */
    record Loaded(
            Settings settings, @Nullable Path file, List<String> ignored, List<UserLine> users)
            implements Loading {
        /** The one line to log about what was ignored, or null when nothing was. */
        public @Nullable String warning() {
            return ignored.isEmpty()
                    ? null
                    : "Ignored, because they have no meaning here: " + String.join(", ", ignored);
        }
    }

    /**
     * The server must not start.
     *
     * @param message one line that names the place, the setting, its value unless it is secret, and
     *     what is allowed
     */
    record Rejected(String message) implements Loading {}
}
