package io.crier.server.delivery;

import io.crier.protocol.Dialect;

/** In which form a subscriber gets pushes: a dialect of RESP, or what a browser takes. */
public enum Form {
    RESP2(1),
    RESP3(2),
    /** JSON, each push a text frame of WebSocket. */
    JSON(4),
    /** The same, compressed (permessage-deflate). */
    JSON_DEFLATED(8),
    /** JSON, each push a server-sent event. */
    EVENTS(16);

    /** One of its own for each form, so that a set of them is a number. */
    final int bit;

    Form(int bit) {
        this.bit = bit;
    }

    public static Form of(Dialect dialect) {
        return switch (dialect) {
            case RESP2 -> RESP2;
            case RESP3 -> RESP3;
        };
    }

    /** Whether it is a form of RESP, which the loops encode by themselves. */
    public boolean isResp() {
        return this == RESP2 || this == RESP3;
    }

    /** The dialect of replies; those to browsers are made from RESP3. */
    public Dialect dialect() {
        return this == RESP2 ? Dialect.RESP2 : Dialect.RESP3;
    }
}
