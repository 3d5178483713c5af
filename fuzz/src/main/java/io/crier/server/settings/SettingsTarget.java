package io.crier.server.settings;

import io.crier.fuzz.Expect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Settings, as a file or, where an input begins with {@code --}, as flags of a line each: they are
 * taken or refused in one line that holds no password, and what is taken can be written down and
 * read again. Nothing is included: an input could name any file of the machine.
 */
public final class SettingsTarget {
    private static final String SECRET = "s3cret";
    private static final Path EMPTY = emptyDirectory();

    private SettingsTarget() {}

    private static Path emptyDirectory() {
        try {
            Path directory = Files.createTempDirectory("crier-fuzz-");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) {
        String text = RawText.of(input);
        if (includes(text)) {
            return;
        }
        switch (text.startsWith("--") ? flags(text) : file(input)) {
            case Loading.Loaded loaded -> writtenDown(loaded.settings());
            case Loading.Rejected(String message) -> {
                Expect.that(message.lines().count() == 1, "lines: " + message);
                Expect.that(!message.contains(SECRET) || !isGiven(text), "a password: " + message);
            }
        }
    }

    /** Whether the secret stands where a password belongs, and nowhere else. */
    private static boolean isGiven(String text) {
        return !text.startsWith("--")
                && text.lines().anyMatch(("requirepass " + SECRET)::equals)
                && text.indexOf(SECRET) == text.lastIndexOf(SECRET);
    }

    private static Loading flags(String text) {
        List<String> arguments =
                List.of(
                        new String(
                                        text.getBytes(StandardCharsets.ISO_8859_1),
                                        StandardCharsets.UTF_8)
                                .split("\n", -1));
        return SettingsLoader.load(arguments, InputStream.nullInputStream(), EMPTY);
    }

    private static Loading file(byte[] input) {
        return SettingsLoader.load(List.of("-"), new ByteArrayInputStream(input), EMPTY);
    }

    private static boolean includes(String text) {
        for (String line : text.split("\n", -1)) {
            @Nullable List<String> words = Words.split(line.strip());
            if (words != null
                    && words.stream()
                            .anyMatch(word -> word.toLowerCase(Locale.ROOT).contains("include"))) {
                return true;
            }
        }
        return false;
    }

    private static void writtenDown(Settings settings) {
        List<String> lines = new ArrayList<>();
        for (Setting<?> setting : SettingTable.rows()) {
            if (setting.onlyDefault() == null) {
                settings.lines(setting).forEach(line -> lines.add(setting.name() + " " + line));
            }
        }
        Loading again = file(RawText.bytes(String.join("\n", lines)).array());
        if (!(again instanceof Loading.Loaded loaded)) {
            throw new AssertionError("written down, but " + again + "\n" + lines);
        }
        for (Setting<?> setting : SettingTable.rows()) {
            Expect.that(
                    loaded.settings().sameAs(settings, setting),
                    setting + ": " + settings.lines(setting) + loaded.settings().lines(setting));
        }
    }
}
