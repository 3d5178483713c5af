package io.crier.server.web;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/** The pages and what belongs to them: a fixed list of files, kept once read. */
final class Assets {
    private static final String POLICY =
            "default-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none';"
                    + " form-action 'none'";

    @SuppressWarnings("ArrayRecordComponent") // a file, never compared
    private record File(String type, byte[] content, String tag) {}

    private final Map<String, String> resources = new LinkedHashMap<>();
    private final Map<String, File> files = new ConcurrentHashMap<>();

    private static final List<String> FILES =
            List.of(
                    "base.css",
                    "chat.css",
                    "chat.js",
                    "connection.js",
                    "dashboard.css",
                    "dashboard.js",
                    "dom.js",
                    "favicon.svg",
                    "format.js",
                    "icons.svg",
                    "identity.js",
                    "messages.css",
                    "names.js",
                    "pane.js",
                    "password.js",
                    "plots.js",
                    "presence.js",
                    "samples.js",
                    "store.js",
                    "tabs.js",
                    "text.js",
                    "theme.js");

    /** uPlot draws the dashboard's plots; its WebJar holds the library as it was published. */
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    Assets() {
        add("/", "assets/chat.html");
        add("/dashboard", "assets/dashboard.html");
        add("/openapi.json", "openapi.json");
        FILES.forEach(name -> add("/assets/" + name, "assets/" + name));
        for (String name : List.of("uPlot.esm.js", "uPlot.min.css")) {
            add("/assets/lib/uplot/" + name, UPLOT + name);
        }
    }

    private void add(String path, String resource) {
        resources.put(path, resource);
    }

    private static File read(String resource) {
        byte[] content;
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + resource);
            }
            content = in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        CRC32C sum = new CRC32C();
        sum.update(content);
        String tag = "\"" + Long.toHexString(sum.getValue()) + "-" + content.length + "\"";
        return new File(type(resource), content, tag);
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "json" -> "application/json";
            default -> throw new IllegalArgumentException("no type is known for " + name);
        };
    }

    Set<String> paths() {
        return resources.keySet();
    }

    void send(HttpExchange exchange) {
        String path = exchange.path();
        File file =
                files.computeIfAbsent(
                        path, _ -> read(Objects.requireNonNull(resources.get(path), path)));
        boolean known = file.tag.equals(exchange.headers().get(HttpHeaderNames.IF_NONE_MATCH));
        FullHttpResponse response =
                known
                        ? HttpConnection.response(
                                HttpResponseStatus.NOT_MODIFIED, file.type, new byte[0])
                        : HttpConnection.response(HttpResponseStatus.OK, file.type, file.content);
        response.headers()
                .set(HttpHeaderNames.ETAG, file.tag)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
                .set("referrer-policy", "no-referrer");
        exchange.send(response);
    }
}
