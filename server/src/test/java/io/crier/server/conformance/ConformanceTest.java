package io.crier.server.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Crier answers every transcript as the real redis-server does, but for docs/differences.md. */
@Tag("programs")
final class ConformanceTest {

    private static final Servers SERVERS = new Servers(ConformanceTest::startCrier);

    /** The one place where the server under test is chosen. */
    private static ServerUnderTest startCrier(List<String> settings) {
        return EmbeddedCrier.start(settings);
    }

    @AfterAll
    static void stop() {
        SERVERS.close();
    }

    @TestFactory
    Stream<DynamicNode> answersAsRedisDoes() {
        return Comparison.tests(SERVERS, false);
    }

    @TestFactory
    Stream<DynamicNode> answersTheSameWhenEveryByteComesAlone() {
        return Comparison.tests(SERVERS, true);
    }
}
