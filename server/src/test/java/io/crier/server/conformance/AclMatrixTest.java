package io.crier.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The rules of users, decided by the real redis-server and by Crier, for all commands that both
 * have. Command rules are compared by what they allow, since Redis 7.0 shows others than it was
 * given.
 */
final class AclMatrixTest {
    private static final int RULE_SETS = 3_000;
    private static final int REQUESTS_EACH = 8;
    private static final int TOGETHER = 250;

    private static final List<String> PLAIN_RULES =
            List.of(
                    "on",
                    "off",
                    "ON",
                    "nopass",
                    "resetpass",
                    ">one",
                    ">two",
                    "<one",
                    "<three",
                    "#2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                    "#nohash",
                    "!2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                    "!12",
                    "allkeys",
                    "~*",
                    "resetkeys",
                    "~a*",
                    "~k",
                    "%R~a*",
                    "%W~r?",
                    "%RW~z",
                    "%rw~a*",
                    "%~x",
                    "%Q~x",
                    "%RR~x",
                    "~a b",
                    "allchannels",
                    "&*",
                    "resetchannels",
                    "&ch*",
                    "&ch1",
                    "&news.[ab]",
                    "&a b",
                    "allcommands",
                    "nocommands",
                    "+@all",
                    "-@all",
                    "+@ALL",
                    "sanitize-payload",
                    "skip-sanitize-payload",
                    "clearselectors",
                    "reset",
                    "",
                    "nonsense",
                    "+nonsense",
                    "-nonsense",
                    "+@nonsense",
                    "-@nonsense",
                    "+config|nonsense",
                    "-select|1",
                    "+config|set|x",
                    "+select|",
                    "+|x",
                    "+",
                    "-");
    private static final List<String> WORDS =
            List.of("ch1", "ch2", "ch*", "news.a", "news.c", "a1", "k", "r2", "z", "0", "1", "x");

    private final RealRedis redis = RealRedis.start(List.of());
    private final TestServer crier = TestServer.withLoops(1);
    private final RespClient ofRedis = RespClient.connect(redis.port(), Dialect.RESP3);
    private final RespClient ofCrier = crier.client(Dialect.RESP3);

    @AfterEach
    void close() {
        ofRedis.close();
        crier.close();
        redis.close();
    }

    /** A command that both have. */
    private record Row(String name, int arity) {
        /** Words of a request of it that has the right number of them. */
        List<String> request(Random dice) {
            List<String> words = new ArrayList<>(List.of(name.split("\\|", -1)));
            int missing = Math.abs(arity) - words.size();
            int more = missing + (arity < 0 ? dice.nextInt(3) : 0);
            for (int i = 0; i < more; i++) {
                words.add(WORDS.get(dice.nextInt(WORDS.size())));
            }
            return words;
        }
    }

    private List<Row> rows() {
        List<String> known = texts(ofCrier.call("COMMAND", "LIST"));
        List<Row> rows = new ArrayList<>();
        for (String name : known) {
            Reply info =
                    ((Reply.Array) ofRedis.call("COMMAND", "INFO", name)).elements().getFirst();
            if (info instanceof Reply.Array(List<Reply> facts)) {
                boolean container = known.stream().anyMatch(other -> other.startsWith(name + "|"));
                if (!container || name.equals("command")) {
                    rows.add(new Row(name, (int) ((Reply.Int) facts.get(1)).value()));
                }
            }
        }
        assertThat(rows).hasSizeGreaterThan(100);
        return rows;
    }

    /** Without those whose words are keys to Redis and channels here. */
    private List<Row> rowsWithoutHistory() {
        Set<String> history = new TreeSet<>(texts(ofCrier.call("ACL", "CAT", "stream")));
        history.addAll(texts(ofCrier.call("ACL", "CAT", "keyspace")));
        return rows().stream().filter(row -> !history.contains(row.name)).toList();
    }

    private static List<String> texts(Reply array) {
        return ((Reply.Array) array).elements().stream().map(RespClient::textOf).toList();
    }

    private static List<String> sent(RespClient client, List<List<String>> commands) {
        StringBuilder all = new StringBuilder();
        commands.forEach(words -> all.append(RespClient.encoded(words.toArray(String[]::new))));
        client.sendRaw(all.toString());
        return commands.stream().map(words -> alike(client.readRaw())).toList();
    }

    /** An answer without what newer versions of Redis word differently, and without passwords. */
    private static String alike(String reply) {
        return reply.replaceAll("\\$\\d+\r\n(This user|User \\w+) has", "User has")
                .replaceAll("modifier '([<>#!]).*?'", "modifier '$1'")
                .replaceAll("modifier '\\((redacted\\)|[^']*[<>#!][^']*)'", "modifier '('");
    }

    private void decidedAlike(List<List<String>> commands) {
        List<String> real = sent(ofRedis, commands);
        List<String> ours = sent(ofCrier, commands);
        List<String> different = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            if (!real.get(i).equals(ours.get(i))) {
                different.add(
                        commands.get(i) + "\n  redis " + real.get(i) + "\n  crier " + ours.get(i));
            }
        }
        assertThat(different).isEmpty();
    }

    private static List<String> words(String first, String... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toList();
    }

    private static List<String> dryRun(String user, List<String> request) {
        List<String> words = new ArrayList<>(List.of("ACL", "DRYRUN", user));
        words.addAll(request);
        return words;
    }

    @Test
    void everyCommandIsInTheSameCategories() {
        Set<String> common = new TreeSet<>(texts(ofRedis.call("COMMAND", "LIST")));
        common.retainAll(texts(ofCrier.call("COMMAND", "LIST")));
        assertThat(texts(ofCrier.call("ACL", "CAT"))).isEqualTo(texts(ofRedis.call("ACL", "CAT")));
        for (String category : texts(ofRedis.call("ACL", "CAT"))) {
            Set<String> real = new TreeSet<>(texts(ofRedis.call("ACL", "CAT", category)));
            Set<String> ours = new TreeSet<>(texts(ofCrier.call("ACL", "CAT", category)));
            real.retainAll(common);
            ours.retainAll(common);
            assertThat(ours).as(category).isEqualTo(real);
        }
    }

    @Test
    void everyCommandIsDecidedAlikeForEveryCategory() {
        Random dice = new Random(1);
        List<Row> rows = rows();
        for (String category : texts(ofCrier.call("ACL", "CAT"))) {
            List<List<String>> commands = new ArrayList<>();
            commands.add(words("ACL", "SETUSER", "may", "reset", "~*", "&*", "+@" + category));
            commands.add(
                    words("ACL", "SETUSER", "not", "reset", "~*", "&*", "+@all", "-@" + category));
            for (Row row : rows) {
                commands.add(dryRun("may", row.request(dice)));
                commands.add(dryRun("not", row.request(dice)));
            }
            decidedAlike(commands);
        }
    }

    @Test
    void everyCommandIsDecidedAlikeByItself() {
        Random dice = new Random(2);
        List<Row> rows = rowsWithoutHistory();
        List<List<String>> commands = new ArrayList<>();
        for (Row row : rows) {
            commands.add(words("ACL", "SETUSER", "one", "reset", "+" + row.name));
            commands.add(words("ACL", "SETUSER", "all", "reset", "~*", "&*", "+" + row.name));
            commands.add(
                    words("ACL", "SETUSER", "but", "reset", "~*", "&*", "+@all", "-" + row.name));
            List<String> request = row.request(dice);
            List.of("one", "all", "but").forEach(user -> commands.add(dryRun(user, request)));
            List<String> other = rows.get(dice.nextInt(rows.size())).request(dice);
            List.of("one", "all", "but").forEach(user -> commands.add(dryRun(user, other)));
        }
        decidedAlike(commands);
    }

    @Test
    void rulesByChanceAreReadAndDecidedAlike() {
        long seed = System.nanoTime();
        Random dice = new Random(seed);
        List<Row> rows = rowsWithoutHistory();
        for (int set = 0; set < RULE_SETS; set += TOGETHER) {
            List<List<String>> commands = new ArrayList<>();
            for (int i = 0; i < TOGETHER; i++) {
                String user = "u" + dice.nextInt(40);
                if (dice.nextInt(3) == 0) {
                    commands.add(words("ACL", "SETUSER", user, "reset"));
                }
                commands.add(setUser(user, rows, dice));
                commands.add(words("ACL", "SETUSER", user));
                for (int request = 0; request < REQUESTS_EACH; request++) {
                    commands.add(dryRun(user, rows.get(dice.nextInt(rows.size())).request(dice)));
                }
            }
            try {
                decidedAlike(commands);
            } catch (AssertionError different) {
                throw new AssertionError("seed " + seed, different);
            }
            shownAlike();
        }
    }

    private List<String> setUser(String user, List<Row> rows, Random dice) {
        List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", user));
        int count = 1 + dice.nextInt(6);
        for (int i = 0; i < count; i++) {
            words.add(rule(rows, dice));
        }
        if (dice.nextInt(4) == 0) {
            List<String> selector = new ArrayList<>();
            for (int i = dice.nextInt(4); i >= 0; i--) {
                selector.add(rule(rows, dice));
            }
            String joined = "(" + String.join(" ", selector) + ")";
            if (dice.nextBoolean()) {
                words.add(joined);
            } else {
                Collections.addAll(words, joined.split(" ", -1));
            }
        }
        return words;
    }

    private String rule(List<Row> rows, Random dice) {
        String sign = dice.nextInt(3) == 0 ? "-" : "+";
        String name = rows.get(dice.nextInt(rows.size())).name;
        return switch (dice.nextInt(8)) {
            case 0, 1, 2 -> PLAIN_RULES.get(dice.nextInt(PLAIN_RULES.size()));
            case 3 -> sign + name;
            case 4 -> sign + name.split("\\|", -1)[0];
            case 5 -> "+" + name.split("\\|", -1)[0] + "|" + WORDS.get(dice.nextInt(WORDS.size()));
            case 6 ->
                    sign + List.of("set", "lpush", "xgroup|create", "@string").get(dice.nextInt(4));
            default -> {
                List<String> categories =
                        List.of(
                                "pubsub",
                                "admin",
                                "fast",
                                "slow",
                                "connection",
                                "dangerous",
                                "read");
                yield sign + "@" + categories.get(dice.nextInt(categories.size()));
            }
        };
    }

    /** Every user of both, but for the rules of commands. */
    private void shownAlike() {
        List<String> users = texts(ofRedis.call("ACL", "USERS"));
        assertThat(texts(ofCrier.call("ACL", "USERS"))).isEqualTo(users);
        for (String user : users) {
            assertThat(shown(ofCrier, user)).as(user).isEqualTo(shown(ofRedis, user));
        }
        assertThat(lines(ofCrier)).isEqualTo(lines(ofRedis));
    }

    private static String shown(RespClient client, String user) {
        return client.callRaw("ACL", "GETUSER", user)
                .replaceAll("commands\r\n\\$\\d+\r\n[-+]@all[^\r]*", "commands");
    }

    private static List<String> lines(RespClient client) {
        return texts(client.call("ACL", "LIST")).stream()
                .map(line -> line.replaceAll("[-+]@all( [-+][^ )]+)*", "COMMANDS"))
                .toList();
    }
}
