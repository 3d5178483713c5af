package io.crier.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.message.Bytes;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The value of {@code presence}. */
final class ChannelPatternsTest {
    private final LiveSettings settings = new LiveSettings(Settings.defaults(), null);

    private String set(String value) {
        return String.valueOf(
                settings.change(List.of(new LiveSettings.Pair("presence", Bytes.of(value)))));
    }

    @Test
    void patternsStandBesideEachOther() {
        assertThat(set("chat:*  room# chat:*")).isEqualTo("null");

        assertThat(settings.current().presence())
                .containsExactly(Bytes.of("chat:*"), Bytes.of("room#"));
        assertThat(settings.value("presence")).isEqualTo(Bytes.of("chat:* room#"));
        assertThat(settings.current().lines(SettingTable.PRESENCE))
                .containsExactly("chat:* \"room#\"");
    }

    @Test
    void anEmptyValueIsNone() {
        set("chat:*");
        assertThat(set("")).isEqualTo("null");

        assertThat(settings.current().presence()).isEmpty();
        assertThat(settings.current().lines(SettingTable.PRESENCE)).containsExactly("\"\"");
    }

    @Test
    void tooManyAndTooLongPatternsAreRefused() {
        String many = String.join(" ", IntStream.range(0, 65).mapToObj(i -> "p" + i).toList());

        assertThat(set(many)).endsWith("argument must be at most 64 patterns");
        assertThat(set("?".repeat(1_025))).endsWith("a pattern must have at most 1024 bytes");
        assertThat(set("?".repeat(1_024))).isEqualTo("null");
        assertThat(new ChannelPatterns().parse(List.of("a b"), List.of()))
                .isEqualTo(Parsed.wrong("a pattern must not have spaces; `?` stands for one"));
    }
}
