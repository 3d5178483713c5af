package io.crier.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.message.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The value of {@code slow-subscriber}, which several lines say together. */
final class SlowSubscribersSettingTest {
    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("crier.conf");
    }

    private LiveSettings start(List<String> lines, String... flags) throws IOException {
        Files.write(file, lines);
        List<String> arguments = new ArrayList<>(List.of("crier.conf"));
        arguments.addAll(List.of(flags));
        Loading loading = SettingsLoader.load(arguments, InputStream.nullInputStream(), directory);
        assertThat(loading).isInstanceOf(Loading.Loaded.class);
        Loading.Loaded loaded = (Loading.Loaded) loading;
        return new LiveSettings(loaded.settings(), loaded.file());
    }

    private static String set(LiveSettings live, String value) {
        return String.valueOf(
                live.change(List.of(new LiveSettings.Pair("slow-subscriber", Bytes.of(value)))));
    }

    private static String value(LiveSettings live) {
        return String.valueOf(live.value("slow-subscriber"));
    }

    @Test
    void linesAndFlagsAddUpInTheirOrder() throws IOException {
        LiveSettings live =
                start(
                        List.of(
                                "slow-subscriber prices:* latest",
                                "slow-subscriber prices:all drop-oldest chat Disconnect"),
                        "--slow-subscriber",
                        "news",
                        "drop-oldest");

        assertThat(value(live))
                .isEqualTo(
                        "prices:* latest prices:all drop-oldest chat disconnect news drop-oldest");
    }

    @Test
    void anEmptyLineForgetsThoseBeforeIt() throws IOException {
        LiveSettings live = start(List.of("slow-subscriber a latest"), "--slow-subscriber", "");

        assertThat(value(live)).isEmpty();
    }

    @Test
    void configSetReplacesAllOfThem() throws IOException {
        LiveSettings live = start(List.of("slow-subscriber a latest"));

        assertThat(set(live, "b drop-oldest c latest")).isEqualTo("null");
        assertThat(value(live)).isEqualTo("b drop-oldest c latest");
        assertThat(set(live, "")).isEqualTo("null");
        assertThat(value(live)).isEmpty();
    }

    @Test
    void rewriteWritesALineForEach() throws IOException {
        LiveSettings live =
                start(List.of("slow-subscriber a latest", "# between", "slow-subscriber b latest"));
        assertThat(live.rewrite()).isNull();
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "slow-subscriber a latest", "# between", "slow-subscriber b latest");

        set(live, "x# latest y drop-oldest z latest");
        assertThat(live.rewrite()).isNull();
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "slow-subscriber \"x#\" latest",
                        "# between",
                        "slow-subscriber y drop-oldest",
                        "slow-subscriber z latest");
        assertThat(value(start(Files.readAllLines(file)))).isEqualTo(value(live));
    }

    @Test
    void rewriteLeavesNothingOfWhatWasForgotten() throws IOException {
        LiveSettings live = start(List.of("slow-subscriber a latest", "slow-subscriber b latest"));
        set(live, "");
        assertThat(live.rewrite()).isNull();

        assertThat(value(start(Files.readAllLines(file)))).isEmpty();
    }

    @Test
    void whatIsWrongIsNamed() throws IOException {
        LiveSettings live = start(List.of());

        assertThat(set(live, "a")).endsWith("argument must be pairs of a pattern and a policy");
        assertThat(set(live, "a drop"))
                .endsWith("a policy must be one of disconnect, drop-oldest and latest");
        assertThat(set(live, "a latest ".repeat(65).strip()))
                .endsWith("argument must have at most 64 pairs");
        assertThat(set(live, "?".repeat(1_025) + " latest"))
                .endsWith("a pattern must have 1 to 1024 bytes");
        assertThat(value(live)).isEmpty();
    }
}
