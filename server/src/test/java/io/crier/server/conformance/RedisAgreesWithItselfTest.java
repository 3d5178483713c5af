package io.crier.server.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Two real servers give the same answers: what the transcripts compare does not vary by itself. */
@Tag("programs")
final class RedisAgreesWithItselfTest {

    private static final Servers SERVERS = new Servers(RealRedis::start);

    @AfterAll
    static void stop() {
        SERVERS.close();
    }

    @TestFactory
    Stream<DynamicNode> answersTwiceTheSame() {
        return Comparison.tests(SERVERS, false);
    }

    @TestFactory
    Stream<DynamicNode> answersTheSameWhenEveryByteComesAlone() {
        return Comparison.tests(SERVERS, true);
    }
}
