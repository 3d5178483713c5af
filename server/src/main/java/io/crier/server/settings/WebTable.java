package io.crier.server.settings;

import static io.crier.server.settings.Setting.atStart;
import static io.crier.server.settings.Setting.running;

import io.crier.server.message.Bytes;
import java.util.List;

/**
 * The settings of HTTP: where browsers come in, what they may send, and what is measured for them.
 */
public final class WebTable {
    private static final long MEGABYTE = 1L << 20;

    public static final Setting<Long> HTTP_PORT =
            atStart(
                    "http-port",
                    new WholeNumber(0, 65_535),
                    8_080L,
                    "TCP port for browsers: HTTP, WebSocket and server-sent events; 0 for none. When nobody"
                            + " set it and it is taken, the server goes on without.");
    public static final Setting<List<BindAddress>> HTTP_BIND =
            atStart(
                    "http-bind",
                    new BindAddress.Type(),
                    List.of(new BindAddress("127.0.0.1", false), new BindAddress("::1", true)),
                    "Addresses to listen on for browsers; `*` is all of IPv4 and `::*` all of IPv6.");
    public static final Setting<List<String>> HTTP_ALLOWED_ORIGINS =
            running(
                    "http-allowed-origins",
                    new Origins(),
                    List.of(),
                    "Pages of which other origins may use the server, such as https://game.example;"
                            + " `*` for all. Their hosts are also names that the server may be called"
                            + " by.");
    public static final Setting<Long> HTTP_BODY_MAX =
            running(
                    "http-max-body",
                    new MemorySize(1, 512 * MEGABYTE),
                    MEGABYTE,
                    "How many bytes a request over HTTP or WebSocket may have.");
    public static final Setting<List<Bytes>> METRICS_CHANNELS =
            running(
                    "metrics-channels",
                    new ChannelPatterns(),
                    List.of(),
                    "Channels whose publishes, deliveries and skipped messages `/metrics` tells by"
                            + " pattern, the first that matches; empty for none.");
    public static final Setting<Boolean> WEBSOCKET_COMPRESSION =
            running(
                    "websocket-compression",
                    new YesNo(),
                    false,
                    "Whether WebSocket clients that ask for it get compressed messages (permessage-deflate).");

    static final List<Setting<?>> ROWS =
            List.of(
                    HTTP_PORT,
                    HTTP_BIND,
                    HTTP_ALLOWED_ORIGINS,
                    HTTP_BODY_MAX,
                    METRICS_CHANNELS,
                    WEBSOCKET_COMPRESSION);

    private WebTable() {}
}
