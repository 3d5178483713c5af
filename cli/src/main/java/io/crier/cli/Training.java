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
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;

/**
 * What {@code ./crier} runs once after a build, so that the JVM can keep the loaded and linked
 * classes of a typical run in its AOT cache. A class that is used here is there at once in every
 * later start.
 */
final class Training {
    private static final int ROUNDS = 300;
    private static final int ROUNDS_MAX = 100_000;

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
                session(String.valueOf(server.port()));
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
