package io.crier.bench.compare;

/** A part of the page. */
enum Section {
    THROUGHPUT(
            "Throughput",
            "How many messages a server delivers for one second of its CPU time, in a closed loop. The"
                    + " CPU time is the server's own, so what else ran on the machine counts little."),
    PATTERNS(
            "Patterns",
            "Publishes per second of server CPU while one client holds patterns that match none of the"
                    + " published channels."),
    DIALECTS("RESP3 and RESP2", "The same load with subscribers of either dialect."),
    LATENCY(
            "Latency",
            "From the moment at which a message was due to its arrival, at a fixed rate below"
                    + " saturation: a publish that waits for a slow server counts with its waiting."),
    MEMORY("Memory", "Resident memory, of a server that was started for the measurement."),
    STALLED(
            "Subscribers that do not read",
            "How much memory a server takes when subscribers of a channel of 16 KiB messages stop"
                    + " reading, and whether 100 other subscribers of the channel feel it."),
    BROWSERS(
            "Browsers",
            "Crier's subscribers over WebSocket, as a browser is one, beside those over RESP2. What they get"
                    + " is published over RESP2."),
    TLS(
            "TLS",
            "Subscribers and publisher over TLS, beside those without. Both servers have one certificate"
                    + " (ECDSA, P-256) and speak TLS 1.2 with ECDHE-ECDSA-AES128-GCM-SHA256."),
    CORES(
            "Cores",
            "One event loop against two. Server and load share all processors of the machine here, so on"
                    + " two of them the load takes away what a second loop could use."),
    START("Start", "From the start of the process to the first PONG, on all cores.");

    private final String title;
    private final String meaning;

    Section(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    String title() {
        return title;
    }

    String meaning() {
        return meaning;
    }
}
