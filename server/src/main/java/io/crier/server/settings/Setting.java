package io.crier.server.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of the {@link SettingTable}. */
public final class Setting<T> {
    /**
     * Says that no value but the default can be taken.
     *
     * @param stopsStart whether another value in the file stops the start, because ignoring it
     *     would be unsafe
     * @param why the reason, as CONFIG SET answers it
     */
    record OnlyDefault(boolean stopsStart, String why) {}

    private final String name;
    private final ValueType<T> type;
    private final T defaultValue;
    private final Mutability mutability;
    private final String summary;
    private final @Nullable String alias;
    private final boolean secret;
    private final @Nullable OnlyDefault onlyDefault;

    private Setting(
            String name,
            ValueType<T> type,
            T defaultValue,
            Mutability mutability,
            String summary,
            @Nullable String alias,
            boolean secret,
            @Nullable OnlyDefault onlyDefault) {
        this.name = name;
        this.type = type;
        this.defaultValue = defaultValue;
        this.mutability = mutability;
        this.summary = summary;
        this.alias = alias;
        this.secret = secret;
        this.onlyDefault = onlyDefault;
    }

    static <T> Setting<T> running(String name, ValueType<T> type, T defaultValue, String summary) {
        return new Setting<>(
                name, type, defaultValue, Mutability.RUNNING, summary, null, false, null);
    }

    static <T> Setting<T> atStart(String name, ValueType<T> type, T defaultValue, String summary) {
        return new Setting<>(
                name, type, defaultValue, Mutability.START, summary, null, false, null);
    }

    Setting<T> asProtected() {
        return new Setting<>(
                name,
                type,
                defaultValue,
                Mutability.PROTECTED,
                summary,
                alias,
                secret,
                onlyDefault);
    }

    Setting<T> asSecret() {
        return new Setting<>(
                name, type, defaultValue, mutability, summary, alias, true, onlyDefault);
    }

    Setting<T> withAlias(String other) {
        return new Setting<>(
                name, type, defaultValue, mutability, summary, other, secret, onlyDefault);
    }

    /** Another value in the file is ignored with the warning; in CONFIG SET it is an error. */
    Setting<T> onlyDefault(String why) {
        OnlyDefault only = new OnlyDefault(false, why);
        return new Setting<>(name, type, defaultValue, mutability, summary, alias, secret, only);
    }

    /** Another value in the file stops the start; in CONFIG SET it is an error. */
    Setting<T> onlyDefaultOrStop(String why) {
        OnlyDefault only = new OnlyDefault(true, why);
        return new Setting<>(name, type, defaultValue, mutability, summary, alias, secret, only);
    }

    /** The name in lower case, as {@code redis.conf} has it. */
    public String name() {
        return name;
    }

    /** An older name that means the same, if there is one. */
    public @Nullable String alias() {
        return alias;
    }

    public T defaultValue() {
        return defaultValue;
    }

    public Mutability mutability() {
        return mutability;
    }

    /** What it does, in one sentence. */
    public String summary() {
        return summary;
    }

    /** Whether its value must appear in no log, error or listing of commands. */
    public boolean secret() {
        return secret;
    }

    ValueType<T> type() {
        return type;
    }

    @Nullable OnlyDefault onlyDefault() {
        return onlyDefault;
    }

    /** Whether {@code value} is one that this server cannot take although Redis can. */
    boolean refuses(T value) {
        return onlyDefault != null && !value.equals(defaultValue);
    }

    List<String> names() {
        return alias == null ? List.of(name) : List.of(alias, name);
    }

    @Override
    public String toString() {
        return name;
    }
}
