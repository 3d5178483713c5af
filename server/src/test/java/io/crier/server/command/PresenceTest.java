package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is present: PRESENCE, and what is published of those who come and go. */
@ParameterizedClass
@CsvSource({"RESP2, 1", "RESP2, 3", "RESP3, 1", "RESP3, 3"})
final class PresenceTest {
    private final Dialect dialect;
    private final TestServer server;
    private final RespClient watcher;
    private final RespClient asker;

    PresenceTest(Dialect dialect, int loops) {
        this.dialect = dialect;
        server =
                TestServer.with(settings ->
                        settings.with(SettingTable.IO_THREADS, (long) loops)
                                .with(SettingTable.PRESENCE, List.of(Bytes.of("room*")))
                                .with(SettingTable.PRESENCE_GRACE, 0L));
        watcher = server.client(dialect);
        asker = server.client(dialect);
        watcher.call("SUBSCRIBE", "__presence__:room");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void set(String name, String value) {
        assertThat(server.settings().change(List.of(new LiveSettings.Pair(name, Bytes.of(value)))))
                .isNull();
    }

    /** A client of this name that is subscribed to {@code room}; it may rename itself. */
    private RespClient player(String name) {
        RespClient player = named(name);
        player.call("SUBSCRIBE", "room");
        return player;
    }

    private RespClient named(String name) {
        RespClient client = server.client(Dialect.RESP3);
        client.call("CLIENT", "SETNAME", name);
        return client;
    }

    /** What the watcher hears next. */
    private String heard() {
        List<Reply> parts =
                switch (watcher.read()) {
                    case Reply.Push(List<Reply> push) -> push;
                    case Reply.Array(List<Reply> array) -> array;
                    case Reply other -> throw new AssertionError("no message: " + other);
                };
        assertThat(RespClient.textOf(parts.get(1))).isEqualTo("__presence__:room");
        return RespClient.textOf(parts.get(2));
    }

    private static String join(String name) {
        return "{\"event\":\"join\",\"name\":\"" + name + "\"}";
    }

    private static String leave(String name) {
        return "{\"event\":\"leave\",\"name\":\"" + name + "\"}";
    }

    /** What PRESENCE answers. */
    private Map<String, Long> present(String channel) {
        List<Reply> words =
                switch (asker.call("PRESENCE", channel)) {
                    case Reply.Map(List<Reply.Entry> entries) ->
                            entries.stream()
                                    .flatMap(entry -> List.of(entry.key(), entry.value()).stream())
                                    .toList();
                    case Reply.Array(List<Reply> flat) -> flat;
                    case Reply other -> throw new AssertionError("no map: " + other);
                };
        Map<String, Long> names = new TreeMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            if (words.get(i + 1) instanceof Reply.Int(long connections)) {
                names.put(RespClient.textOf(words.get(i)), connections);
            }
        }
        return names;
    }

    @Test
    void whoComesAndGoesIsToldAsJson() {
        RespClient alice = player("alice");
        assertThat(heard()).isEqualTo(join("alice"));

        alice.call("UNSUBSCRIBE", "room");
        assertThat(heard()).isEqualTo(leave("alice"));

        player("say\"\\hi");
        assertThat(heard()).isEqualTo(join("say\\\"\\\\hi"));
    }

    @Test
    void theReplyIsAMapOrAFlatArray() {
        player("alice");
        boolean resp3 = dialect == Dialect.RESP3;

        assertThat(asker.callRaw("PRESENCE", "room"))
                .isEqualTo((resp3 ? "%1" : "*2") + "\r\n$5\r\nalice\r\n:1\r\n");
        assertThat(asker.callRaw("PRESENCE", "hall")).isEqualTo(resp3 ? "%0\r\n" : "*0\r\n");
        assertThat(asker.callRaw("PRESENCE"))
                .isEqualTo("-ERR wrong number of arguments for 'presence' command\r\n");
        assertThat(asker.callRaw("PRESENCE", "room", "hall"))
                .isEqualTo("-ERR wrong number of arguments for 'presence' command\r\n");
    }

    @Test
    void aChannelThatIsNotNamedHasNoPresence() {
        named("alice").call("SUBSCRIBE", "hall");
        set("presence", "*");
        named("bob").call("SUBSCRIBE", "__presence__:hall");

        await().untilAsserted(() -> assertThat(present("hall")).containsOnlyKeys("alice"));
        assertThat(present("__presence__:hall")).isEmpty();
    }

    @Test
    void onlyAnExactSubscriptionToAChannelCounts() {
        RespClient alice = named("alice");
        alice.call("PSUBSCRIBE", "room");
        alice.call("SSUBSCRIBE", "room");
        assertThat(present("room")).isEmpty();

        player("bob");
        assertThat(heard()).isEqualTo(join("bob"));
    }

    @Test
    void twoConnectionsOfANameArePresentOnce() {
        RespClient first = player("alice");
        RespClient second = player("alice");
        second.call("SUBSCRIBE", "room");
        assertThat(present("room")).containsExactlyEntriesOf(Map.of("alice", 2L));

        first.call("UNSUBSCRIBE");
        player("bob");
        assertThat(heard()).isEqualTo(join("alice"));
        assertThat(heard()).isEqualTo(join("bob"));

        second.close();
        assertThat(heard()).isEqualTo(leave("alice"));
        assertThat(present("room")).containsOnlyKeys("bob");
    }

    @Test
    void aNameThatComesBackInTimeNeitherLeavesNorJoins() {
        set("presence-grace", "3600");
        player("alice").call("UNSUBSCRIBE", "room");
        assertThat(present("room")).containsExactlyEntriesOf(Map.of("alice", 0L));

        RespClient again = player("alice");
        assertThat(present("room")).containsExactlyEntriesOf(Map.of("alice", 1L));
        player("bob");
        assertThat(heard()).isEqualTo(join("alice"));
        assertThat(heard()).isEqualTo(join("bob"));

        again.call("UNSUBSCRIBE", "room");
        set("presence-grace", "0");
        assertThat(heard()).isEqualTo(leave("alice"));
    }

    @Test
    void aNewNameTakesThePlaceOfTheOldOne() {
        RespClient player = player("alice");
        assertThat(heard()).isEqualTo(join("alice"));

        player.call("CLIENT", "SETNAME", "bob");
        assertThat(heard()).isEqualTo(leave("alice"));
        assertThat(heard()).isEqualTo(join("bob"));

        player.call("HELLO", "3", "SETNAME", "carol");
        assertThat(heard()).isEqualTo(leave("bob"));
        assertThat(heard()).isEqualTo(join("carol"));
        assertThat(present("room")).containsExactlyEntriesOf(Map.of("carol", 1L));
    }

    @Test
    void theDefaultUserWithoutANameIsNotListed() {
        RespClient nobody = server.client(Dialect.RESP3);
        nobody.call("SUBSCRIBE", "room");
        assertThat(present("room")).isEmpty();

        nobody.call("CLIENT", "SETNAME", "alice");
        assertThat(heard()).isEqualTo(join("alice"));

        nobody.call("CLIENT", "SETNAME", "");
        assertThat(heard()).isEqualTo(leave("alice"));
        assertThat(present("room")).isEmpty();
    }

    @Test
    void everyEndOfASubscriptionIsALeave() {
        List<RespClient> players = new ArrayList<>();
        for (String name : List.of("reset", "quit", "gone", "killed", "half")) {
            players.add(player(name));
            assertThat(heard()).isEqualTo(join(name));
        }

        players.get(0).call("RESET");
        assertThat(heard()).isEqualTo(leave("reset"));
        players.get(1).call("QUIT");
        assertThat(heard()).isEqualTo(leave("quit"));
        players.get(2).close();
        assertThat(heard()).isEqualTo(leave("gone"));
        asker.call("CLIENT", "KILL", players.get(3).address());
        assertThat(heard()).isEqualTo(leave("killed"));
        players.get(4).endOfRequests();
        assertThat(heard()).isEqualTo(leave("half"));
        assertThat(present("room")).isEmpty();
    }

    @Test
    void whichChannelsHavePresenceMayChangeAtAnyTime() {
        player("alice");
        assertThat(heard()).isEqualTo(join("alice"));

        asker.call("CONFIG", "SET", "presence", "hall lobby");
        assertThat(heard()).isEqualTo(leave("alice"));
        assertThat(present("room")).isEmpty();

        asker.call("CONFIG", "SET", "presence", "hall r?om");
        assertThat(heard()).isEqualTo(join("alice"));
        assertThat(present("room")).containsOnlyKeys("alice");
        assertThat(asker.callRaw("CONFIG", "GET", "presence")).contains("hall r?om");

        asker.call("CONFIG", "SET", "presence", "");
        assertThat(heard()).isEqualTo(leave("alice"));
    }

    @Test
    void aConnectionIsListedOnABoundedNumberOfChannels() {
        RespClient alice = named("alice");
        for (int i = 0; i < 300; i++) {
            alice.call("SUBSCRIBE", "room" + i);
        }

        assertThat(present("room255")).containsOnlyKeys("alice");
        assertThat(present("room256")).isEmpty();
    }

    @Test
    void whoHearsAllEventsKnowsWhoIsThere() throws InterruptedException {
        List<Thread> threads =
                IntStream.range(0, 4)
                        .mapToObj(seed -> {
                            RespClient client = server.client(Dialect.RESP3);
                            return Thread.ofPlatform().start(() -> comeAndGo(client, seed));
                        })
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        player("last");

        List<String> here = new ArrayList<>();
        while (!here.equals(List.of("last"))) {
            String event = heard();
            String name = event.replaceFirst(".*\"name\":\"(.*)\"}", "$1");
            if (event.equals(join(name))) {
                assertThat(here).doesNotContain(name);
                here.add(name);
            } else {
                assertThat(here.remove(name)).as(event).isTrue();
            }
        }
        await().untilAsserted(() -> assertThat(present("room")).containsOnlyKeys("last"));
    }

    private static void comeAndGo(RespClient client, int seed) {
        for (int i = 0; i < 200; i++) {
            client.call("CLIENT", "SETNAME", "n" + (i + seed) % 5);
            client.call(i % 3 == 0 ? "UNSUBSCRIBE" : "SUBSCRIBE", "room");
        }
        client.close();
    }
}
