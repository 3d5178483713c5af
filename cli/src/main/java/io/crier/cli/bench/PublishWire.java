package io.crier.cli.bench;

/** How a protocol publishes. */
sealed interface PublishWire extends Wire permits Resp, Nats {
    /** What stands before the payload of a publish; after it comes CR LF. */
    byte[] publishHead(String channel, int size);

    /** Whether every publish is answered with the number of receivers. */
    boolean answersPublish();
}
