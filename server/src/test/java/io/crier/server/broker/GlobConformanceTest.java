package io.crier.server.broker;

import static io.crier.server.broker.GlobCases.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks a real {@code redis-server} for its verdicts. Left out are patterns with more than a
 * thousand stars: Redis gives those up and says that they do not match.
 */
@Tag("programs")
class GlobConformanceTest {
    private static final int BATCH = 500;

    @TempDir static Path directory;
    private static Process redis;
    private static Connection asking;

    @BeforeAll
    static void startRedis() throws IOException {
        Path socket = directory.resolve("redis.sock");
        redis =
                new ProcessBuilder(
                                "redis-server",
                                "--port",
                                "0",
                                "--save",
                                "",
                                "--dir",
                                directory.toString(),
                                "--unixsocket",
                                socket.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("redis.log").toFile())
                        .start();
        await().until(() -> Files.exists(socket));
        asking = new Connection(socket);
    }

    @AfterAll
    static void stopRedis() throws IOException, InterruptedException {
        asking.close();
        redis.destroy();
        assertThat(redis.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void channelsMatchAsInRedis() throws IOException {
        Random random = new Random(11);
        Set<String> channels = new TreeSet<>(GlobCases.channels());
        while (channels.size() < 600) {
            channels.add(GlobCases.random(random, 7));
        }
        List<String> patterns =
                new ArrayList<>(GlobCases.HANDMADE.stream().map(GlobCases.Case::pattern).toList());
        while (patterns.size() < 20_000) {
            patterns.add(GlobCases.random(random, 10));
        }
        try (Connection subscriber = new Connection(directory.resolve("redis.sock"))) {
            for (String channel : channels) {
                subscriber.send("SUBSCRIBE", channel);
                subscriber.readReply();
            }
            List<List<String>> answers =
                    ask(patterns.stream().map(p -> List.of("PUBSUB", "CHANNELS", p)).toList());

            int matches = 0;
            for (int index = 0; index < patterns.size(); index++) {
                Glob glob = Glob.compile(bytes(patterns.get(index)));
                Set<String> ours = matching(glob, channels);
                matches += ours.size();
                assertThat(ours)
                        .as("<%s>", patterns.get(index))
                        .isEqualTo(new TreeSet<>(answers.get(index)));
            }
            assertThat(matches).isGreaterThan(100_000);
        }
    }

    @Test
    void namesMatchInEitherCaseAsInConfigGet() throws IOException {
        Random random = new Random(12);
        TreeSet<String> names =
                new TreeSet<>(keys(ask(List.of(List.of("CONFIG", "GET", "*"))).getFirst()));
        List<String> all = List.copyOf(names);
        List<String> patterns = new ArrayList<>();
        while (patterns.size() < 10_000) {
            patterns.add(scrambled(random, all.get(random.nextInt(all.size()))));
        }

        List<List<String>> answers =
                ask(patterns.stream().map(p -> List.of("CONFIG", "GET", p)).toList());

        int matches = 0;
        for (int index = 0; index < patterns.size(); index++) {
            Glob glob = Glob.compileIgnoringCase(bytes(patterns.get(index)));
            Set<String> ours = matching(glob, names);
            matches += ours.size();
            assertThat(ours)
                    .as("<%s>", patterns.get(index))
                    .isEqualTo(new TreeSet<>(keys(answers.get(index))));
        }
        assertThat(matches).isGreaterThan(3_000);
    }

    /** The name with some bytes in the other case, or hidden in wildcards and classes. */
    private static String scrambled(Random random, String name) {
        StringBuilder pattern = new StringBuilder();
        for (int at = 0; at < name.length(); at++) {
            char letter = name.charAt(at);
            char other = (char) (letter ^ 0x20);
            switch (random.nextInt(48)) {
                case 0 -> pattern.append('?');
                case 1 -> pattern.append('[').append(other).append(']');
                case 2 -> pattern.append("[\\").append(letter).append(']');
                case 11 -> pattern.append("[\\").append(other).append(']');
                case 3 -> pattern.append("[A-").append(letter).append(']');
                case 4 -> pattern.append("[").append(letter).append("-Z]");
                case 5 -> pattern.append("[^Q-").append(other).append(']');
                case 6 -> pattern.append('\\').append(other);
                case 7, 8, 9, 10 -> pattern.append(letter == '-' ? letter : other);
                default -> pattern.append(letter);
            }
        }
        // Without one of these CONFIG GET looks the name up instead of matching it.
        return pattern.insert(random.nextInt(pattern.length()), '*').toString();
    }

    private static Set<String> matching(Glob glob, Set<String> texts) {
        Set<String> matching = new TreeSet<>();
        for (String text : texts) {
            if (glob.matches(bytes(text))) {
                matching.add(text);
            }
        }
        return matching;
    }

    private static List<String> keys(List<String> keysAndValues) {
        return IntStream.range(0, keysAndValues.size() / 2)
                .mapToObj(index -> keysAndValues.get(2 * index))
                .toList();
    }

    private static List<List<String>> ask(List<List<String>> requests) throws IOException {
        List<List<String>> answers = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += BATCH) {
            List<List<String>> batch =
                    requests.subList(from, Math.min(from + BATCH, requests.size()));
            for (List<String> request : batch) {
                asking.send(request.toArray(String[]::new));
            }
            for (int reply = 0; reply < batch.size(); reply++) {
                answers.add(asking.readReply());
            }
        }
        return answers;
    }

    /** Sends commands and reads arrays; each char is one byte. */
    private static final class Connection implements AutoCloseable {
        private final SocketChannel socket;
        private final DataInputStream in;

        Connection(Path path) throws IOException {
            socket = SocketChannel.open(StandardProtocolFamily.UNIX);
            socket.connect(UnixDomainSocketAddress.of(path));
            InputStream stream = Channels.newInputStream(socket);
            in = new DataInputStream(new BufferedInputStream(stream));
        }

        void send(String... request) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.writeBytes(("*" + request.length + "\r\n").getBytes(ISO_8859_1));
            for (String argument : request) {
                String bulk = "$" + argument.length() + "\r\n" + argument + "\r\n";
                frame.writeBytes(bulk.getBytes(ISO_8859_1));
            }
            ByteBuffer bytes = ByteBuffer.wrap(frame.toByteArray());
            while (bytes.hasRemaining()) {
                socket.write(bytes);
            }
        }

        List<String> readReply() throws IOException {
            String head = readLine();
            assertThat(head).startsWith("*");
            List<String> elements = new ArrayList<>();
            for (int left = Integer.parseInt(head.substring(1)); left > 0; left--) {
                String element = readLine();
                if (element.startsWith("$")) {
                    byte[] bulk = new byte[Integer.parseInt(element.substring(1)) + 2];
                    in.readFully(bulk);
                    elements.add(new String(bulk, 0, bulk.length - 2, ISO_8859_1));
                } else {
                    elements.add(element);
                }
            }
            return elements;
        }

        private String readLine() throws IOException {
            StringBuilder line = new StringBuilder();
            int next = in.readUnsignedByte();
            while (next != '\n') {
                line.append((char) next);
                next = in.readUnsignedByte();
            }
            return line.substring(0, line.length() - 1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
