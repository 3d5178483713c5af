package io.crier.cli;

import io.crier.server.CrierServer;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Loading;
import io.crier.server.settings.SettingsLoader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;

/**
 * What {@code ./crier} runs once after a build, so that the JVM can keep the loaded and linked
 * classes of a typical run in its AOT cache, and which methods are hot. A class that is used here
 * is there at once in every later start, and a method that is hot here is compiled well much
 * sooner.
 */
final class Training {
    private static final int ROUNDS = 300;
    private static final int ROUNDS_MAX = 100_000;

    /** What the JVM shall know to be hot from the first moment on. */
    private static final List<String> LOADS =
            List.of(
                    "fan-out --subscribers 100 --window 64",
                    "channels --subscribers 500 --channels 500 --publishers 10 --window 256",
                    "chat --subscribers 500 --channels 26 --publishers 10 --window 32",
                    "patterns --subscribers 10 --channels 10 --patterns 1000 --window 16",
                    "fan-out --subscribers 100 --rate 2000",
                    "fan-out --subscribers 1 --window 64");

    private Training() {}

    public static void main(String[] args) {
        Loading loading =
                SettingsLoader.load(
                        List.of("--port", "0", "--http-port", "0", "--loglevel", "nothing"),
                        InputStream.nullInputStream(),
                        Path.of(""));
        if (loading instanceof Loading.Loaded loaded) {
            ServerLog.start(loaded.settings());
            try (CrierServer server =
                    CrierServer.start(new LiveSettings(loaded.settings(), null))) {
                String port = String.valueOf(server.port());
                session(port);
                LOADS.forEach(load -> load(port, load));
            }
        }
        run("", "--version");
        run("", "--help");
    }

    /** A short publish/subscribe session: the server and the terminal programs, over a socket. */
    private static void session(String port) {
        Thread subscriber =
                Thread.ofPlatform().daemon().start(() -> run("", "sub", "-p", port, "training"));
        try (Jedis jedis = new Jedis("127.0.0.1", Integer.parseInt(port))) {
            for (int i = 0;
                    i < ROUNDS || (i < ROUNDS_MAX && jedis.publish("training", "hello") == 0);
                    i++) {
                jedis.ping();
                jedis.pubsubNumSub("training");
            }
            jedis.info();
        }
        run("hello\nexit\n", "pub", "-p", port, "trainer", "training");
        try {
            subscriber.join(10_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void load(String port, String load) {
        List<String> arguments = new ArrayList<>(List.of("bench"));
        arguments.addAll(List.of(load.split(" ", -1)));
        arguments.addAll(List.of("-p", port, "--warmup", "0", "--seconds", "1", "--quiet"));
        run("", arguments.toArray(String[]::new));
    }

    private static void run(String input, String... arguments) {
        Main.run(
                arguments,
                new Stdio(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        false,
                        false,
                        Map.of()));
    }
}
