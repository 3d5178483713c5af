package io.crier.cli;

import org.junit.jupiter.api.Tag;

/** What holds against Crier holds against Redis. */
@Tag("programs")
final class BenchRedisTest extends BenchTest {
    @Override
    TestServer server(String... settings) {
        return new RedisProcess(settings);
    }
}
