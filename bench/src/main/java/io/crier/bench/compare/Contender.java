package io.crier.bench.compare;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A server that takes part. */
enum Contender {
    CRIER("crier", "Crier", "resp2", "PING\r\n"),
    REDIS("redis-server", "redis-server", "resp2", "PING\r\n"),
    NATS("nats-server", "nats-server", "nats", "CONNECT {\"verbose\":false}\r\nPING\r\n");

    private final String program;
    private final String label;
    private final String protocol;
    private final String greeting;

    Contender(String program, String label, String protocol, String greeting) {
        this.program = program;
        this.label = label;
        this.protocol = protocol;
        this.greeting = greeting;
    }

    /** Its name on the command line and in the results. */
    String program() {
        return program;
    }

    /** Its name for readers. */
    String label() {
        return label;
    }

    /** What {@code crier bench --protocol} is told unless a lane says otherwise. */
    String protocol() {
        return protocol;
    }

    /** What a client sends to be answered with PONG. */
    byte[] greeting() {
        return greeting.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The one with this program's name.
     *
     * @throws Failure of usage when there is none
     */
    static Contender named(String program) {
        return Arrays.stream(values())
                .filter(contender -> contender.program.equals(program))
                .findFirst()
                .orElseThrow(() ->
                        Failure.usage(
                                "--servers: '%s' is none of %s"
                                        .formatted(program, everyProgram())));
    }

    private static String everyProgram() {
        return Arrays.stream(values()).map(Contender::program).collect(Collectors.joining(", "));
    }
}
