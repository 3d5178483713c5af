package io.crier.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crier.server.message.Bytes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final long MB = 1L << 20;

    @Test
    void everyRowReadsBackTheDefaultThatItShows() {
        for (Setting<?> row : SettingTable.rows()) {
            assertThat(readsBackItsDefault(row)).as(row.name()).isTrue();
        }
    }

    private static <T> boolean readsBackItsDefault(Setting<T> row) {
        String shown = row.type().print(row.defaultValue());
        return row.type().parse(Settings.oneValue(row, shown), row.defaultValue())
                        instanceof Parsed.Good<T>(T value)
                && value.equals(row.defaultValue());
    }

    @Test
    void noNameIsUsedTwiceOrBothKnownAndForeign() {
        Set<String> names = new HashSet<>(ForeignDirectives.ignored());
        names.addAll(ForeignDirectives.protections());
        SettingTable.rows()
                .forEach(row ->
                        row.names().forEach(name -> assertThat(names.add(name)).as(name).isTrue()));
    }

    @Test
    void aValueInCodeIsHeldToTheTable() {
        assertThat(Settings.defaults().with(SettingTable.PORT, 0L).port()).isZero();
        assertThatThrownBy(() -> Settings.defaults().with(SettingTable.PORT, 70_000L))
                .hasMessage("port: must be an integer from 0 to 65535, got 70000");
        assertThatThrownBy(() -> Settings.defaults().with(SettingTable.APPEND_ONLY, true))
                .hasMessageStartingWith("appendonly: must be");
    }

    @Test
    void everyKindOfValueCanBeSetInCode() {
        OutputBufferLimits limits =
                new OutputBufferLimits(
                        OutputBufferLimits.DEFAULT.pubsub(),
                        OutputBufferLimits.Limit.NONE,
                        OutputBufferLimits.Limit.NONE);
        Settings settings =
                Settings.defaults()
                        .with(SettingTable.BIND, List.of())
                        .with(SettingTable.PASSWORD, Bytes.of("a b"))
                        .with(SettingTable.TRANSPORT, Transport.NIO)
                        .with(LogTable.LATENCY_PERCENTILES, List.of(12.5))
                        .with(SettingTable.OUTPUT_BUFFER_LIMITS, limits);

        assertThat(settings.bind()).isEmpty();
        assertThat(settings.password()).isEqualTo(Bytes.of("a b"));
        assertThat(settings.transport()).isEqualTo(Transport.NIO);
        assertThat(settings.latencyPercentiles()).containsExactly(12.5);
        assertThat(settings.outputBufferLimits()).isEqualTo(limits);
    }

    @Test
    void aShareOfMemoryIsOfMaxmemoryAndNeverTooSmallToTalk() {
        Settings share =
                Settings.defaults()
                        .with(SettingTable.MAX_MEMORY_CLIENTS, new MemoryShare(10, true));

        assertThat(share.clientMemoryBytesMax()).isZero();
        assertThat(share.with(SettingTable.MAX_MEMORY, 50 * MB).clientMemoryBytesMax())
                .isEqualTo(5 * MB);
        assertThat(share.with(SettingTable.MAX_MEMORY, 50L).clientMemoryBytesMax())
                .isEqualTo(128 << 10);
    }

    @Test
    void portZeroBesideAUnixSocketIsNoTcpPort() {
        Settings freePort = Settings.defaults().with(SettingTable.PORT, 0L);

        assertThat(freePort.listensOnTcp()).isTrue();
        assertThat(freePort.with(SettingTable.UNIX_SOCKET, "/run/s").listensOnTcp()).isFalse();
        assertThat(Settings.defaults().with(SettingTable.BIND, List.of()).listensOnTcp()).isFalse();
    }

    @Test
    void thereIsOneEventLoopPerCoreUnlessANumberIsSet() {
        assertThat(Settings.defaults().eventLoops(6)).isEqualTo(6);
        assertThat(Settings.defaults().eventLoops(500)).isEqualTo(64);
        assertThat(Settings.defaults().with(SettingTable.IO_THREADS, 3L).eventLoops(6))
                .isEqualTo(3);
    }
}
