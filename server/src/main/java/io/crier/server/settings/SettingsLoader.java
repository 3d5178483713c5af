package io.crier.server.settings;

import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration as {@code redis-server} takes it: {@code [file] [--name value...] [-]}.
 * The file comes first, then standard input where a dash asks for it, then the flags; what comes
 * later wins.
 */
public final class SettingsLoader {
    private static final String FLAGS = "command line";

    private final DirectiveReader reader;
    private final Path workingDirectory;
    private final Set<String> ignored = new LinkedHashSet<>();
    private final List<UserLine> users = new ArrayList<>();
    private Settings settings = Settings.defaults();
    private @Nullable Path file;

    private SettingsLoader(Path workingDirectory) {
        this.workingDirectory = workingDirectory.toAbsolutePath().normalize();
        this.reader = new DirectiveReader(this.workingDirectory);
    }

    /**
     * Reads all sources; never throws for what they hold.
     *
     * @param arguments what follows {@code crier server}
     * @param standardInput read to its end, only if the first or last argument is a dash
     * @param workingDirectory where the process was started, from which relative paths of files and
     *     a relative dir start
     */
    public static Loading load(
            List<String> arguments, InputStream standardInput, Path workingDirectory) {
        SettingsLoader loader = new SettingsLoader(workingDirectory);
        String problem = loader.read(arguments, standardInput);
        if (problem == null) {
            problem = loader.applyAll();
        }
        return problem == null
                ? new Loading.Loaded(
                        loader.settings,
                        loader.file,
                        List.copyOf(loader.ignored),
                        List.copyOf(loader.users))
                : new Loading.Rejected(oneLine(problem));
    }

    private @Nullable String read(List<String> arguments, InputStream standardInput) {
        int from = 0;
        int to = arguments.size();
        String problem = null;
        if (to > 0 && !arguments.getFirst().startsWith("-")) {
            from = 1;
            problem = readFile(arguments.getFirst());
        }
        boolean dashFirst = from < to && arguments.get(from).equals("-");
        boolean dashLast = !dashFirst && from < to && arguments.getLast().equals("-");
        if (problem == null && (dashFirst || dashLast)) {
            problem = reader.readStream(standardInput, "standard input");
        }
        return problem == null
                ? readFlags(arguments.subList(dashFirst ? from + 1 : from, dashLast ? to - 1 : to))
                : problem;
    }

    private @Nullable String readFile(String shown) {
        try {
            file = workingDirectory.resolve(shown);
        } catch (InvalidPathException impossible) {
            return shown + ": no such file";
        }
        return reader.readFile(file, shown);
    }

    /** The word after a flag is always its value, so that a password may begin with dashes. */
    private @Nullable String readFlags(List<String> arguments) {
        int i = 0;
        while (i < arguments.size()) {
            String flag = arguments.get(i++);
            if (!flag.startsWith("--")) {
                return FLAGS + ": a value stands before the first --name: '" + flag + "'";
            }
            List<String> words = Words.split(RawText.of(flag.substring(2)));
            if (words == null || words.isEmpty()) {
                return FLAGS + ": not a --name: '" + flag + "'";
            }
            List<String> values = new ArrayList<>(words.subList(1, words.size()));
            boolean saveNothing =
                    words.getFirst().equalsIgnoreCase("save")
                            && (i == arguments.size() || arguments.get(i).startsWith("--"));
            if (values.isEmpty() && saveNothing) {
                values.add("");
            }
            while (i < arguments.size()
                    && (values.isEmpty() || !arguments.get(i).startsWith("--"))) {
                values.add(RawText.of(arguments.get(i++)));
            }
            String problem = reader.add(FLAGS, RawText.readable(words.getFirst()), values);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable String applyAll() {
        for (Directive directive : reader.directives()) {
            Setting<?> setting = SettingTable.find(directive.name());
            String problem = setting == null ? applyForeign(directive) : apply(directive, setting);
            if (problem != null) {
                return directive.where() + ": " + directive.name() + ": " + problem;
            }
        }
        Path directory = workingDirectory.resolve(settings.directory()).normalize();
        settings = settings.with(SettingTable.DIRECTORY, directory.toString());
        return null;
    }

    private @Nullable String applyForeign(Directive directive) {
        if (directive.name().equalsIgnoreCase("user")) {
            return addUser(directive.where(), directive.words());
        }
        if (ForeignDirectives.ignores(directive.name(), directive.words())) {
            ignored.add(directive.name().toLowerCase(Locale.ROOT));
            return null;
        }
        ForeignDirectives.Protection protection = ForeignDirectives.protection(directive.name());
        if (protection != null) {
            return unsafe(protection.why());
        }
        String nearest = NearestName.of(directive.name());
        return "unknown setting" + (nearest == null ? "" : "; did you mean '" + nearest + "'?");
    }

    private @Nullable String addUser(String where, List<String> words) {
        if (words.isEmpty()) {
            return "needs a name, and rules behind it";
        }
        users.add(
                new UserLine(where, words.getFirst(), List.copyOf(words.subList(1, words.size()))));
        return null;
    }

    private <T> @Nullable String apply(Directive directive, Setting<T> setting) {
        List<String> values = directive.values(setting);
        if (values.isEmpty() || (values.size() > 1 && !setting.type().manyWords())) {
            return "needs one value, got " + values.size() + "; " + setting.type().allowed();
        }
        return switch (settings.withLine(setting, values)) {
            case Parsed.Wrong<Settings> _ -> {
                String shown =
                        setting.secret()
                                ? "this value"
                                : "'" + RawText.readable(String.join(" ", values)) + "'";
                yield shown + " is not allowed; " + setting.type().allowed();
            }
            case Parsed.Good<Settings>(Settings next) -> accept(setting, next);
        };
    }

    private <T> @Nullable String accept(Setting<T> setting, Settings next) {
        Setting.OnlyDefault only = setting.onlyDefault();
        if (only == null || !setting.refuses(next.get(setting))) {
            settings = next;
            return null;
        }
        if (only.stopsStart()) {
            return unsafe(only.why());
        }
        ignored.add(setting.name());
        return null;
    }

    private static String unsafe(String why) {
        return "would be unsafe to ignore: " + why;
    }

    private static String oneLine(String text) {
        return text.replace('\r', ' ').replace('\n', ' ');
    }
}
