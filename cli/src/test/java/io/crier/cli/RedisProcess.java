package io.crier.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Debian's redis-server as the tests' server. */
final class RedisProcess implements TestServer {
    private final Path directory;
    private final int port;
    private final String[] settings;
    private Process process;

    RedisProcess(String... settings) {
        this.settings = settings.clone();
        try {
            directory = Files.createTempDirectory("crier-cli");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = FreePort.find();
        process = started();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Path unixSocket() {
        return directory.resolve("redis.sock");
    }

    @Override
    public void stop() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void startAgain() {
        process = started();
    }

    @Override
    public void close() {
        stop();
        try {
            Files.deleteIfExists(unixSocket());
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process started() {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "redis-server",
                                "--bind",
                                "127.0.0.1",
                                "--port",
                                String.valueOf(port),
                                "--unixsocket",
                                unixSocket().toString(),
                                "--save",
                                ""));
        for (int i = 0; i < settings.length; i += 2) {
            command.add("--" + settings[i]);
            command.add(settings[i + 1]);
        }
        try {
            Process started =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            await().until(this::answers);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try (Jedis jedis = new Jedis("127.0.0.1", port)) {
            jedis.ping();
            return true;
        } catch (JedisDataException e) {
            return true;
        } catch (JedisConnectionException e) {
            return false;
        }
    }
}
