package io.crier.protocol;

/** Which form of the protocol a client reads; chosen by HELLO, RESP2 until then. */
public enum Dialect {
    RESP2,
    RESP3
}
