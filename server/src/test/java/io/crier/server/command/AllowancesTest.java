package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Settings;
import io.crier.server.threading.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AllowancesTest {
    private static final class TestClock implements Clock {
        long nanos;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public long epochMicros() {
            throw new AssertionError("rates need durations alone");
        }
    }

    private final TestClock clock = new TestClock();
    private final LiveSettings settings = new LiveSettings(Settings.defaults(), null);
    private final Allowances allowances = new Allowances(settings, clock);

    private void set(String name, String value) {
        assertThat(settings.change(List.of(new LiveSettings.Pair(name, Bytes.of(value))))).isNull();
    }

    private Allowance of(String user, @Nullable Allowance last) {
        return allowances.of(Bytes.of(user), last);
    }

    private String take(Allowance allowance, int size) {
        return String.valueOf(allowance.take(size, clock.nanos()));
    }

    @Test
    void theFirstRateThatMatchesAUserHolds() {
        set("publish-rate", "bot:* 1/s bot:fast 9/s * 2/s");

        assertThat(take(of("bot:fast", null), 1)).isEqualTo("null");
        assertThat(take(of("bot:fast", null), 1))
                .isEqualTo(
                        "ERR rate limit of user 'bot:fast' exceeded: 1 publishes a second, again in"
                                + " 1000 ms");
        assertThat(take(of("alice", null), 1)).isEqualTo("null");
        assertThat(take(of("alice", null), 1)).isEqualTo("null");
        assertThat(take(of("alice", null), 1)).endsWith("again in 500 ms");
    }

    @Test
    void aUserWithoutARateMayPublishAsMuchAsItLikes() {
        set("publish-rate", "bot:* 1/s");
        Allowance alice = of("alice", null);

        for (int i = 0; i < 100; i++) {
            assertThat(take(alice, 1 << 30)).isEqualTo("null");
        }
        assertThat(alice.unlimited()).isTrue();
    }

    @Test
    void whatExceedsOneRateUsesNothingOfTheOther() {
        set("publish-rate", "* 1/s 3");
        set("publish-bytes-rate", "* 10/s 20");
        Allowance alice = of("alice", null);

        assertThat(take(alice, 21))
                .isEqualTo(
                        "ERR rate limit of user 'alice' exceeded: channel and message have 21"
                                + " bytes, at most 20 are allowed at once");
        assertThat(take(alice, 20)).isEqualTo("null");
        assertThat(take(alice, 5)).contains("10 bytes a second, again in 500 ms");
        assertThat(take(alice, 0)).isEqualTo("null");
        assertThat(take(alice, 0)).isEqualTo("null");
        assertThat(take(alice, 0)).contains("1 publishes a second");
    }

    @Test
    void ratesThatChangeHoldAtOnceAndOthersDoNotRefill() {
        set("publish-rate", "* 1/s");
        Allowance first = of("alice", null);
        take(first, 1);

        set("maxclients", "77");
        assertThat(of("alice", first)).isSameAs(first);
        assertThat(take(first, 1)).isNotEqualTo("null");

        set("publish-rate", "* 2/s");
        Allowance second = of("alice", first);
        assertThat(take(second, 1)).isEqualTo("null");
        assertThat(take(second, 1)).isEqualTo("null");
        assertThat(take(second, 1)).contains("2 publishes a second");
    }

    @Test
    void ofManyUsersThoseWithAllOfTheirAllowanceAreForgotten() {
        set("publish-rate", "* 1/s");
        Allowance busy = of("busy", null);
        Allowance idle = of("idle", null);
        for (int i = 0; i < 65_534; i++) {
            of("user" + i, null);
        }
        take(busy, 1);

        of("one more", null);

        assertThat(of("busy", null)).isSameAs(busy);
        assertThat(of("busy", busy)).isSameAs(busy);
        assertThat(of("idle", idle)).isNotSameAs(idle);
    }

    @Test
    void whenAllHaveUsedSomethingAllBeginAgain() {
        set("publish-rate", "* 1/s");
        Allowance first = of("user0", null);
        for (int i = 0; i < 65_536; i++) {
            take(of("user" + i, null), 1);
        }

        take(of("one more", null), 1);

        assertThat(take(of("user0", first), 1)).isEqualTo("null");
    }
}
