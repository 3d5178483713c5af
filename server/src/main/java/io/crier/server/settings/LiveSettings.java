package io.crier.server.settings;

import io.crier.server.message.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of a running server. Any thread may read and change them; changes come one after
 * another, and each is seen whole or not at all.
 */
public final class LiveSettings implements Reloadable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSettings.class);

    /** One pair of CONFIG SET. */
    public record Pair(String name, Bytes value) {
        /** Without the value, which may be a password. */
        @Override
        public String toString() {
            return name;
        }
    }

    /** Why a change that the table allows cannot be made after all. */
    public record Refusal(Setting<?> setting, String reason) {}

    /** Carries out a change that can fail, such as binding another port. */
    @FunctionalInterface
    public interface Gate {
        /**
         * Makes the server follow {@code after}, or refuses and leaves it as it was. Called on the
         * changing thread before anyone sees {@code after}; called again with the two exchanged
         * when a later gate refuses.
         *
         * @return null when it is done
         */
        @Nullable Refusal pass(Settings before, Settings after);

        /**
         * As {@link #pass(Settings, Settings)}, for a command that names these settings, perhaps
         * only because the files changed that they name.
         */
        default @Nullable Refusal pass(Settings before, Settings after, Set<Setting<?>> named) {
            return pass(before, after);
        }
    }

    /** Is told of every change, on the changing thread, after it is visible. */
    @FunctionalInterface
    public interface Listener {
        void changed(Settings before, Settings after);
    }

    private final List<Gate> gates = new CopyOnWriteArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final @Nullable Path file;
    private final @Nullable Supplier<Loading> source;
    private volatile List<UserLine> users;
    private volatile Supplier<@Nullable List<String>> userLines = () -> null;
    private volatile Settings current;

    /**
     * @param file the configuration file that {@link #rewrite} writes, or null without one
     */
    public LiveSettings(Settings initial, @Nullable Path file) {
        this(initial, file, List.of(), null);
    }

    /** Begins with what was read from a configuration file, or without one. */
    public LiveSettings(Loading.Loaded loaded) {
        this(loaded, null);
    }

    /**
     * Begins with what was read from a configuration file, or without one.
     *
     * @param source reads all of the configuration again for {@link #reload}; null if it cannot
     */
    public LiveSettings(Loading.Loaded loaded, @Nullable Supplier<Loading> source) {
        this(loaded.settings(), loaded.file(), loaded.users(), source);
    }

    private LiveSettings(
            Settings initial,
            @Nullable Path file,
            List<UserLine> users,
            @Nullable Supplier<Loading> source) {
        this.current = initial;
        this.file = file;
        this.users = users;
        this.source = source;
    }

    /** The users that the configuration declared when it was last read. */
    public List<UserLine> users() {
        return users;
    }

    /**
     * What {@link #rewrite} writes behind {@code user}, a line for each user.
     *
     * @param lines answers null to leave the lines that there are
     */
    public void userLines(Supplier<@Nullable List<String>> lines) {
        userLines = lines;
    }

    public Settings current() {
        return current;
    }

    public void addGate(Gate gate) {
        gates.add(gate);
    }

    public void removeGate(Gate gate) {
        gates.remove(gate);
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** Tells {@code listener}, which was added before, no more. */
    public void removeListener(Listener listener) {
        listeners.remove(listener);
    }

    /** The configuration file's path, or null when the server runs without one. */
    public @Nullable Path file() {
        return file;
    }

    /** The value of the setting with this name or alias in any case, or null for an unknown one. */
    public @Nullable Bytes value(String name) {
        Setting<?> setting = SettingTable.find(name);
        return setting == null ? null : RawText.bytes(current.printed(setting));
    }

    /** Names (lower case, aliases too) that {@code wanted} holds for, in the table's order. */
    public SequencedMap<String, Bytes> matching(Predicate<String> wanted) {
        Settings now = current;
        SequencedMap<String, Bytes> values = new LinkedHashMap<>();
        SettingTable.names()
                .forEach((name, setting) -> {
                    if (wanted.test(name)) {
                        values.put(name, RawText.bytes(now.printed(setting)));
                    }
                });
        return values;
    }

    /**
     * CONFIG SET: makes all of the changes or none.
     *
     * @return null when they are made, else the error as Redis words it, beginning with {@code ERR}
     */
    public synchronized @Nullable String change(List<Pair> pairs) {
        String invalid = invalid(pairs);
        if (invalid != null) {
            return invalid;
        }
        Settings before = current;
        Settings after = before;
        Set<Setting<?>> named = new HashSet<>();
        for (Pair pair : pairs) {
            named.add(row(pair));
            switch (assigned(after, row(pair), pair.value)) {
                case Parsed.Good<Settings>(Settings next) -> after = next;
                case Parsed.Wrong<Settings>(String reason) -> {
                    return failed(lowerCase(pair.name), reason);
                }
            }
        }
        Refusal refusal = apply(after, named);
        return refusal == null ? null : failed(refusal.setting.name(), refusal.reason);
    }

    private @Nullable Refusal apply(Settings after, Set<Setting<?>> named) {
        Settings before = current;
        Refusal refusal = passGates(before, after, named);
        if (refusal == null) {
            current = after;
            for (Listener listener : listeners) {
                listener.changed(before, after);
            }
        }
        return refusal;
    }

    @Override
    public String name() {
        return "settings";
    }

    @Override
    public boolean present() {
        return source != null;
    }

    /**
     * Makes the settings what the file and the flags say now; what CONFIG SET changed and CONFIG
     * REWRITE did not write is undone. A warning names what would need a restart.
     */
    @Override
    public synchronized @Nullable String reload() {
        if (source == null) {
            return "the server runs without a config file";
        }
        return switch (source.get()) {
            case Loading.Rejected(String message) -> message;
            case Loading.Loaded loaded -> {
                String error = follow(loaded.settings());
                if (error == null) {
                    users = loaded.users();
                }
                yield error;
            }
        };
    }

    private @Nullable String follow(Settings wanted) {
        Settings after = current;
        List<String> changed = new ArrayList<>();
        List<String> atStart = new ArrayList<>();
        for (Setting<?> row : SettingTable.rows()) {
            if (!current.sameAs(wanted, row)) {
                boolean running = row.mutability() == Mutability.RUNNING;
                (running ? changed : atStart).add(row.name());
                after = running ? after.taking(row, wanted) : after;
            }
        }
        Refusal refusal = apply(after, Set.of());
        if (refusal != null) {
            return refusal.setting.name() + ": " + refusal.reason;
        }
        if (!changed.isEmpty()) {
            LOG.info("settings that changed: {}", String.join(", ", changed));
        }
        if (!atStart.isEmpty()) {
            LOG.warn("settings that change with a restart only: {}", String.join(", ", atStart));
        }
        return null;
    }

    /**
     * CONFIG REWRITE: brings the configuration file up to date, keeping its comments. Waits for the
     * disk.
     *
     * @return null when it is written, else the error, beginning with {@code ERR}
     */
    public synchronized @Nullable String rewrite() {
        return file == null
                ? "ERR The server is running without a config file"
                : FileRewrite.rewrite(file, current, userLines.get());
    }

    private static @Nullable String invalid(List<Pair> pairs) {
        Set<String> seen = new HashSet<>();
        for (Pair pair : pairs) {
            Setting<?> setting = SettingTable.find(pair.name);
            if (setting == null) {
                return "ERR Unknown option or number of arguments for CONFIG SET - '"
                        + oneLine(pair.name)
                        + "'";
            }
            if (setting.mutability() != Mutability.RUNNING) {
                return failed(lowerCase(pair.name), setting.mutability().refusal());
            }
            if (!seen.add(lowerCase(pair.name))) {
                return failed(oneLine(pair.name), "duplicate parameter");
            }
        }
        return null;
    }

    private static Setting<?> row(Pair pair) {
        return Objects.requireNonNull(SettingTable.find(pair.name));
    }

    private static <T> Parsed<Settings> assigned(Settings base, Setting<T> setting, Bytes value) {
        Parsed<Settings> parsed =
                base.parsed(setting, Settings.oneValue(setting, RawText.of(value)));
        Setting.OnlyDefault only = setting.onlyDefault();
        return only != null
                        && parsed instanceof Parsed.Good<Settings>(Settings next)
                        && setting.refuses(next.get(setting))
                ? Parsed.wrong(only.why())
                : parsed;
    }

    private @Nullable Refusal passGates(Settings before, Settings after, Set<Setting<?>> named) {
        for (int i = 0; i < gates.size(); i++) {
            Refusal refusal = gates.get(i).pass(before, after, named);
            if (refusal != null) {
                gates.subList(0, i)
                        .reversed()
                        .forEach(gate -> gate.pass(/* before= */ after, /* after= */ before));
                return refusal;
            }
        }
        return null;
    }

    private static String failed(String name, String reason) {
        return "ERR CONFIG SET failed (possibly related to argument '%s') - %s"
                .formatted(name, reason);
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String oneLine(String text) {
        return text.replace('\r', ' ').replace('\n', ' ');
    }
}
