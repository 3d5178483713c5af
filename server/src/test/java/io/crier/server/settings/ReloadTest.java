package io.crier.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.message.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that are read again while the server runs. */
final class ReloadTest {
    @TempDir Path directory;
    private Path file = Path.of("");
    private LiveSettings live = new LiveSettings(Settings.defaults(), null);

    @BeforeEach
    void start() throws IOException {
        file = directory.resolve("crier.conf");
        write("maxclients 100", "timeout 5", "databases 3");
        Supplier<Loading> source =
                () ->
                        SettingsLoader.load(
                                List.of("crier.conf", "--timeout", "7"),
                                InputStream.nullInputStream(),
                                directory);
        if (!(source.get() instanceof Loading.Loaded loaded)) {
            throw new AssertionError(source.get().toString());
        }
        live = new LiveSettings(loaded, source);
    }

    private void write(String... lines) throws IOException {
        Files.write(file, List.of(lines));
    }

    private String value(String name) {
        return String.valueOf(live.value(name));
    }

    @Test
    void whatTheFileSaysNowHoldsAndFlagsStayAboveIt() throws IOException {
        write("maxclients 200", "timeout 9");

        assertThat(live.reload()).isNull();

        assertThat(value("maxclients")).isEqualTo("200");
        assertThat(value("timeout")).isEqualTo("7");
    }

    @Test
    void whatWasSetAndNotWrittenIsUndone() {
        live.change(List.of(new LiveSettings.Pair("maxclients", Bytes.of("50"))));

        assertThat(live.reload()).isNull();

        assertThat(value("maxclients")).isEqualTo("100");
    }

    @Test
    void whatNeedsARestartStaysAndTheRestHolds() throws IOException {
        write("maxclients 300", "databases 5");

        assertThat(live.reload()).isNull();

        assertThat(value("databases")).isEqualTo("3");
        assertThat(value("maxclients")).isEqualTo("300");
    }

    @Test
    void aMistakeIsNamedByFileAndLineAndChangesNothing() throws IOException {
        write("maxclients 400", "timeout soon");

        assertThat(live.reload()).startsWith("crier.conf:2: timeout: 'soon' is not allowed");

        assertThat(value("maxclients")).isEqualTo("100");
    }

    @Test
    void whatCannotBeDoneChangesNothing() throws IOException {
        live.addGate((before, after) -> new LiveSettings.Refusal(SettingTable.PORT, "taken"));
        write("maxclients 500", "port 7000");

        assertThat(live.reload()).isEqualTo("port: taken");

        assertThat(value("maxclients")).isEqualTo("100");
    }

    @Test
    void listenersAreToldOnceOfAllChanges() throws IOException {
        List<Long> told = new ArrayList<>();
        live.addListener((before, after) -> told.add(after.maxClients()));
        write("maxclients 600", "presence-grace 9");

        live.reload();

        assertThat(told).containsExactly(600L);
    }

    @Test
    void withoutAFileThereIsNothingToRead() {
        assertThat(new LiveSettings(Settings.defaults(), null).reload())
                .isEqualTo("the server runs without a config file");
    }
}
