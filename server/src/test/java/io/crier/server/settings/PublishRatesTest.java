package io.crier.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.message.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The values of {@code publish-rate} and {@code publish-bytes-rate}. */
final class PublishRatesTest {
    private static final Setting<List<PublishRate>> RATE = SettingTable.PUBLISH_RATE;
    private static final Setting<List<PublishRate>> BYTES = SettingTable.PUBLISH_BYTES_RATE;

    @TempDir Path directory;

    private final LiveSettings settings = new LiveSettings(Settings.defaults(), null);

    private static PublishRate rate(String users, long perSecond, long burst) {
        return new PublishRate(Bytes.of(users), perSecond, burst);
    }

    private String set(Setting<?> setting, String value) {
        return String.valueOf(
                settings.change(List.of(new LiveSettings.Pair(setting.name(), Bytes.of(value)))));
    }

    private LiveSettings start(String... lines) throws IOException {
        Files.write(directory.resolve("crier.conf"), Arrays.asList(lines));
        Loading loading =
                SettingsLoader.load(
                        List.of("crier.conf"), InputStream.nullInputStream(), directory);
        assertThat(loading).isInstanceOf(Loading.Loaded.class);
        Loading.Loaded loaded = (Loading.Loaded) loading;
        return new LiveSettings(loaded.settings(), loaded.file());
    }

    @Test
    void aBurstIsOneSecondsAmountWhereNoneIsGiven() {
        assertThat(set(RATE, "bot:* 5/s  alice 20/s 100 * 10/s")).isEqualTo("null");

        assertThat(settings.current().publishRates())
                .containsExactly(rate("bot:*", 5, 5), rate("alice", 20, 100), rate("*", 10, 10));
        assertThat(settings.value("publish-rate"))
                .isEqualTo(Bytes.of("bot:* 5/s alice 20/s 100 * 10/s"));
        assertThat(settings.current().lines(RATE))
                .containsExactly("bot:* 5/s", "alice 20/s 100", "* 10/s");
    }

    @Test
    void bytesHaveUnits() {
        assertThat(set(BYTES, "* 64kb/s 1mb")).isEqualTo("null");

        assertThat(settings.current().publishByteRates())
                .containsExactly(rate("*", 65_536, 1 << 20));
        assertThat(settings.value("publish-bytes-rate")).isEqualTo(Bytes.of("* 65536/s 1048576"));
        assertThat(settings.current().lines(BYTES)).containsExactly("* 64kb/s 1mb");
    }

    @Test
    void aUserMayBeNamedLikeABurstOrARate() {
        assertThat(set(RATE, "7 5/s 8 6/s 1/s 2/s")).isEqualTo("null");

        assertThat(settings.current().publishRates())
                .containsExactly(rate("7", 5, 5), rate("8", 6, 6), rate("1/s", 2, 2));
    }

    @Test
    void whatIsNoRateIsRefusedAndNothingChanges() {
        set(RATE, "* 3/s");

        for (String wrong :
                List.of(
                        "*",
                        "* 5",
                        "* 0/s",
                        "* -1/s",
                        "* /s",
                        "* x/s",
                        "* 5/s x",
                        "* 5/s 0",
                        "* 1000000001/s",
                        "* 5/m",
                        "* 5kb/s",
                        "* 5/s 10 20")) {
            assertThat(set(RATE, wrong)).as(wrong).contains("a glob of users, a rate as in 20/s");
        }
        assertThat(set(BYTES, "* 1025gb/s")).contains("at most 1024gb each");
        assertThat(set(RATE, "u".repeat(1_025) + " 1/s")).endsWith("at most 1024 bytes");
        assertThat(settings.current().publishRates()).containsExactly(rate("*", 3, 3));
    }

    @Test
    void linesOfAFileAddUpAndSettingReplacesThemAll() throws IOException {
        LiveSettings live =
                start("publish-rate bot:* 5/s", "publish-rate * 10/s", "publish-rate bot:* 6/s");
        assertThat(live.current().publishRates())
                .containsExactly(rate("bot:*", 6, 6), rate("*", 10, 10));

        live.change(List.of(new LiveSettings.Pair("publish-rate", Bytes.of("alice 1/s"))));
        assertThat(live.current().publishRates()).containsExactly(rate("alice", 1, 1));

        live.change(List.of(new LiveSettings.Pair("publish-rate", Bytes.of(""))));
        assertThat(live.current().publishRates()).isEmpty();
    }

    @Test
    void whatIsRewrittenIsReadAgain() throws IOException {
        LiveSettings live = start("publish-rate a 5/s", "# between", "publish-rate b 6/s");
        live.change(
                List.of(
                        new LiveSettings.Pair("publish-rate", Bytes.of("b 6/s 9")),
                        new LiveSettings.Pair("publish-bytes-rate", Bytes.of("* 1mb/s"))));

        assertThat(live.rewrite()).isNull();

        List<String> written = Files.readAllLines(directory.resolve("crier.conf"));
        assertThat(written).contains("publish-rate b 6/s 9", "publish-bytes-rate * 1mb/s");
        Settings again = start(written.toArray(String[]::new)).current();
        assertThat(again.publishRates()).containsExactly(rate("b", 6, 9));
        assertThat(again.publishByteRates()).containsExactly(rate("*", 1 << 20, 1 << 20));
    }
}
