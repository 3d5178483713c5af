package io.crier.server.settings;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of settings as a page of the documentation, in Markdown. */
public final class SettingsPage {
    /** Defaults that depend on the machine, in words. */
    private static final Map<Setting<?>, String> DEFAULTS_IN_WORDS =
            Map.of(SettingTable.DIRECTORY, "where the server was started");

    private SettingsPage() {}

    public static String markdown() {
        return """
        # Settings

        This page is generated from the table of settings in the source.

        Settings have the names and the syntax of `redis.conf`. They come from a file, from standard
        input (`-`) and from flags, in this order, and what comes later wins:

        ```
        crier server [file] [--name value...] [-]
        crier server crier.conf --port 7000 --bind 127.0.0.1 ::1
        ```

        A running server shows them with `CONFIG GET`, changes with `CONFIG SET` those that may
        change, and writes them back into its file with `CONFIG REWRITE`, keeping the comments.
        `include path` reads another file, or several with wildcards.

        | setting | default | allowed | changes | what it does |
        |---|---|---|---|---|
        %s

        Bytes take the units `k`, `m`, `g` (powers of 1000) and `kb`, `mb`, `gb` (powers of 1024).

        ## What else a `redis.conf` may hold

        These directives stop the start when they ask for a protection that this version cannot
        give: %s.

        These are accepted, have no effect, and are listed in one warning when the server starts:
        %s.
        """
                .formatted(rows(), names(protections()), names(ForeignDirectives.ignored()));
    }

    private static String rows() {
        return SettingTable.rows().stream()
                .map(SettingsPage::row)
                .collect(Collectors.joining("\n"));
    }

    private static <T> String row(Setting<T> setting) {
        String value = setting.type().print(setting.defaultValue());
        String shown =
                DEFAULTS_IN_WORDS.getOrDefault(
                        setting, value.isEmpty() ? "(empty)" : "`" + value + "`");
        String alias = setting.alias() == null ? "" : " (also `" + setting.alias() + "`)";
        String changes = setting.onlyDefault() == null ? setting.mutability().words() : "never";
        return "| `%s`%s | %s | %s | %s | %s |"
                .formatted(
                        setting.name(),
                        alias,
                        shown,
                        setting.type().allowed(),
                        changes,
                        setting.summary());
    }

    private static List<String> protections() {
        return Stream.concat(
                        ForeignDirectives.protections().stream(),
                        SettingTable.rows().stream()
                                .filter(SettingsPage::stopsStart)
                                .map(Setting::name))
                .sorted()
                .toList();
    }

    private static boolean stopsStart(Setting<?> setting) {
        Setting.OnlyDefault only = setting.onlyDefault();
        return only != null && only.stopsStart();
    }

    private static String names(Collection<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
