package io.crier.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings.Pair;
import io.crier.server.settings.LiveSettings.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts are those of Redis 7.0.15. */
class LiveSettingsTest {
    private final LiveSettings live = new LiveSettings(Settings.defaults(), null);

    private @Nullable String set(String... namesAndValues) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.add(new Pair(namesAndValues[i], Bytes.of(namesAndValues[i + 1])));
        }
        return live.change(pairs);
    }

    private @Nullable String get(String name) {
        Bytes value = live.value(name);
        return value == null ? null : value.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxmemory | 1Kb | 1024",
                "maxmemory | 1k | 1000",
                "maxmemory | 2MB | 2097152",
                "maxmemory | 2m | 2000000",
                "maxmemory | 1gb | 1073741824",
                "maxmemory | 5b | 5",
                "maxmemory-clients | 5% | 5%",
                "maxmemory-clients | 0% | 0",
                "maxmemory-clients | 1mb | 1048576",
                "client-output-buffer-limit | pubsub 32mb 64mb 0 | normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 67108864 0",
                "client-output-buffer-limit | NORMAL 1KB 1k 1 slave 2 2 2 | normal 1024 1000 1 slave 2 2 2 pubsub 33554432 8388608 60",
                "client-output-buffer-limit | '' | normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60",
                "latency-tracking-info-percentiles | 0 100 99.99 1e1 0.000001 | 0 100 99.99 10 0.000001",
                "latency-tracking-info-percentiles | '' | ''",
                "notify-keyspace-events | KEA | AKE",
                "notify-keyspace-events | mnKEgt | gtnKEm",
                "notify-keyspace-events | AnKEm | AKEm",
                "hz | 1000 | 500",
                "hz | 0 | 1",
                "loglevel | WARNING | warning",
                "bind | 127.0.0.1 -::1 * | 127.0.0.1 -::1 *",
                "bind | '' | ''",
                "save | '' | ''",
                "appendonly | no | no",
                "slave-read-only | no | no",
            })
    void whatIsSetIsShownAsRedisShowsIt(String name, String value, String shown) {
        assertThat(set(name, value)).isNull();
        assertThat(get(name)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxclients | 0 | argument must be between 1 and 4294967295 inclusive",
                "maxclients | abc | argument couldn't be parsed into an integer",
                "timeout | -1 | argument must be between 0 and 2147483647 inclusive",
                "timeout | 99999999999999999999 | argument couldn't be parsed into an integer",
                "timeout | 010 | argument couldn't be parsed into an integer",
                "timeout | +10 | argument couldn't be parsed into an integer",
                "timeout | '' | argument couldn't be parsed into an integer",
                "port | 70000 | argument must be between 0 and 65535 inclusive",
                "databases | 3 | can't set immutable config",
                "io-threads | 4 | can't set immutable config",
                "cluster-enabled | yes | can't set immutable config",
                "unixsocketperm | 9 | can't set immutable config",
                "dir | /tmp | can't set protected config",
                "protected-mode | maybe | argument must be 'yes' or 'no'",
                "slave-read-only | maybe | argument must be 'yes' or 'no'",
                "loglevel | foo | argument(s) must be one of the following: debug, verbose, notice, warning, nothing",
                "maxmemory | 1q | argument must be a memory value",
                "maxmemory | ' 5' | argument must be a memory value",
                "maxmemory | 5% | argument must be a memory value",
                "client-query-buffer-limit | 10 | argument must be between 1048576 and 9223372036854775807 inclusive",
                "proto-max-bulk-len | 10 | argument must be between 1048576 and 1073741824 inclusive",
                "maxmemory-clients | 101% | percentage argument must be less or equal to 100",
                "maxmemory-clients | -5% | argument must be a memory or percent value",
                "maxmemory-clients | 1.5% | argument must be a memory or percent value",
                "maxmemory-clients | % | argument must be a memory or percent value",
                "client-output-buffer-limit | normal 0 0 | Wrong number of arguments in buffer limit configuration.",
                "client-output-buffer-limit | normal 0 0 0  pubsub 1 1 1 | Wrong number of arguments in buffer limit configuration.",
                "client-output-buffer-limit | master 0 0 0 | Invalid client class specified in buffer limit configuration.",
                "client-output-buffer-limit | normal 0 x 0 | Error in hard, soft or soft_seconds setting in buffer limit configuration.",
                "client-output-buffer-limit | pubsub 1 1 -1 | Error in hard, soft or soft_seconds setting in buffer limit configuration.",
                "latency-tracking-info-percentiles | 50 101 | latency-tracking-info-percentiles parameters should sit between [0.0,100.0]",
                "latency-tracking-info-percentiles | 99  50 | Invalid latency-tracking-info-percentiles parameters",
                "latency-tracking-info-percentiles | nan | Invalid latency-tracking-info-percentiles parameters",
                "notify-keyspace-events | Q | Invalid event class character. Use 'Ag$lshzxeKEtmdn'.",
                "acl-pubsub-default | foo | argument(s) must be one of the following: allchannels, resetchannels",
                "slowlog-log-slower-than | -2 | argument must be between -1 and 9223372036854775807 inclusive",
                "bind | '127.0.0.1 -a\tb' | Failed to bind to specified addresses.",
                "bind | '127.0.0.1 -x\nrequirepass -y' | Failed to bind to specified addresses.",
                "bind | 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 | Too many bind addresses specified.",
                "save | 900 | Invalid save parameters",
                // Ours: Redis would take these, and they would promise what is not kept.
                "save | 900 1 | nothing is kept on disk",
                "appendonly | yes | nothing is kept on disk",
                // TLS 1.0 and 1.1 are spoken by nothing that is safe.
                "tls-protocols | TLSv1.1 TLSv1.2 | must be TLSv1.2, TLSv1.3 or both; older versions are not safe, got 'TLSv1.1'",
                "tls-auth-clients | maybe | argument(s) must be one of the following: no, yes, optional",
            })
    void aBadValueIsRefusedInTheWordsOfRedis(String name, String value, String reason) {
        Settings before = live.current();

        String error = set(name, value);

        assertThat(error)
                .isEqualTo(
                        "ERR CONFIG SET failed (possibly related to argument '%s') - %s"
                                .formatted(name, reason));
        assertThat(live.current()).isSameAs(before);
    }

    @Test
    void anUnknownNameIsNamedOnOneLine() {
        assertThat(set("maxclients", "5", "a\nb", "1"))
                .isEqualTo("ERR Unknown option or number of arguments for CONFIG SET - 'a b'");
        assertThat(get("maxclients")).isEqualTo("10000");
    }

    @Test
    void theFirstOfTwoMistakesIsAnswered() {
        assertThat(set("databases", "3", "foo", "1")).endsWith("can't set immutable config");
        assertThat(set("foo", "1", "databases", "3")).startsWith("ERR Unknown option");
    }

    @Test
    void oneNameTwiceIsRefusedButANameAndItsAliasAreNot() {
        assertThat(set("maxclients", "1", "MaxClients", "2"))
                .isEqualTo(
                        "ERR CONFIG SET failed (possibly related to argument 'MaxClients')"
                                + " - duplicate parameter");
        assertThat(set("replica-read-only", "yes", "slave-read-only", "no")).isNull();
        assertThat(get("replica-read-only")).isEqualTo("no");
    }

    @Test
    void severalPairsChangeTogetherOrNotAtAll() {
        assertThat(set("timeout", "5", "maxclients", "0"))
                .contains("(possibly related to argument 'maxclients')");
        assertThat(live.current().timeout()).isEqualTo(Duration.ZERO);

        assertThat(set("timeout", "5", "maxclients", "7")).isNull();
        assertThat(live.current().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(live.current().maxClients()).isEqualTo(7);
    }

    @Test
    void aListenerSeesBothSidesOfAChangeAndNothingOfARefusedOne() {
        List<String> told = new ArrayList<>();
        live.addListener(
                (before, after) -> told.add(before.maxClients() + " to " + after.maxClients()));

        set("maxclients", "0");
        set("maxclients", "12");

        assertThat(told).containsExactly("10000 to 12");
    }

    @Test
    void aGateThatRefusesUndoesTheGatesBeforeIt() {
        List<Integer> bound = new ArrayList<>();
        List<Integer> told = new ArrayList<>();
        live.addGate((before, after) -> {
            bound.add(after.port());
            return null;
        });
        live.addGate((before, after) ->
                new Refusal(SettingTable.BIND, "Failed to bind to specified addresses."));
        live.addListener((before, after) -> told.add(after.port()));

        String error = set("port", "7000", "bind", "192.0.2.1");

        assertThat(error)
                .isEqualTo(
                        "ERR CONFIG SET failed (possibly related to argument 'bind')"
                                + " - Failed to bind to specified addresses.");
        assertThat(bound).containsExactly(7000, 6379);
        assertThat(told).isEmpty();
        assertThat(live.current().port()).isEqualTo(6379);
    }

    @Test
    void aPasswordMayBeAnyBytesAndAPairDoesNotShowIt() {
        byte[] secret = {(byte) 0xff, 0, ' ', '"'};
        Pair pair = new Pair("requirepass", Bytes.own(secret));

        assertThat(live.change(List.of(pair))).isNull();

        assertThat(live.current().password()).isEqualTo(Bytes.own(secret));
        assertThat(live.value("requirepass")).isEqualTo(Bytes.own(secret));
        assertThat(pair).hasToString("requirepass");
    }

    @Test
    void everyMatchingNameIsShownOnceInTheOrderOfTheTable() {
        assertThat(live.matching(name -> name.startsWith("maxmemory")).keySet())
                .containsExactly("maxmemory-clients", "maxmemory", "maxmemory-policy");
        assertThat(live.matching(name -> name.endsWith("read-only")).keySet())
                .containsExactly("slave-read-only", "replica-read-only");
        assertThat(live.matching(name -> true)).hasSizeGreaterThan(SettingTable.rows().size());
    }

    @Test
    void aNameIsFoundInAnyCaseAndAnUnknownOneIsNot() {
        assertThat(get("PoRT")).isEqualTo("6379");
        assertThat(get("nothing")).isNull();
    }

    @Test
    void withoutAFileThereIsNothingToRewrite() {
        assertThat(live.rewrite()).isEqualTo("ERR The server is running without a config file");
    }
}
