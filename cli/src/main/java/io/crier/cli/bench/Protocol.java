package io.crier.cli.bench;

import java.util.Locale;

/** What the server is spoken to in. */
public enum Protocol {
    RESP2,
    RESP3,
    NATS,

    /** Subscribers alone: what they get is published over RESP2. */
    WEBSOCKET;

    /** As on the command line and in results. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The fewest bytes that a payload may have. */
    int sizeMin() {
        return subscribing().stamp().bytes();
    }

    Wire subscribing() {
        return switch (this) {
            case RESP2, RESP3, NATS -> publishing();
            case WEBSOCKET -> new WebSocket();
        };
    }

    PublishWire publishing() {
        return switch (this) {
            case RESP2, WEBSOCKET -> new Resp(false);
            case RESP3 -> new Resp(true);
            case NATS -> new Nats();
        };
    }
}
