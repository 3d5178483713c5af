package io.crier.server.web;

import io.crier.protocol.Reply;
import io.crier.server.telemetry.CloseReason;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Every path that there is, and who answers it. */
final class Routes {
    private static final String GET = "GET, HEAD, OPTIONS";
    private static final String POST = "POST, OPTIONS";

    /** For those with which a browser sends no header. */
    private static final Set<String> TAKE_TOKENS_IN_ADDRESS = Set.of("/ws", "/subscribe");

    private static final String PASSWORD_NEEDED =
            "a password is needed: Authorization: Bearer PASSWORD";

    /**
     * @param path ends in a slash if a name follows it
     * @param methods as {@code Allow} tells them
     * @param open whether it needs no password
     * @param answer is given what follows the path
     */
    private record Route(
            String path, String methods, boolean open, BiConsumer<HttpExchange, String> answer) {
        boolean takes(String asked) {
            boolean named = path.length() > 1 && path.endsWith("/");
            return named
                    ? asked.startsWith(path) && asked.length() > path.length()
                    : asked.equals(path);
        }

        boolean allows(HttpMethod method) {
            return List.of(methods.split(", ", -1)).contains(method.name());
        }
    }

    private final Web web;
    private final List<Route> routes = new ArrayList<>();
    private @Nullable Metrics metrics;

    Routes(Web web) {
        this.web = web;
        Channels channels = new Channels();
        Upgrades upgrades = new Upgrades(web);
        add("/ws", "GET", true, whileUp(upgrades::webSocket));
        add("/subscribe", "GET, OPTIONS", false, whileUp(upgrades::events));
        add("/publish/", POST, false, channels::publish);
        add("/channels", GET, false, channels::list);
        add("/presence/", GET, false, channels::presence);
        add("/healthz", GET, true, Routes::well);
        add("/readyz", GET, true, whileUp(Routes::well));
        add("/metrics", GET, false, asInfo(this::metrics));
        add("/dashboard/stats", GET, false, asInfo(new Stats(web)::send));
        Assets assets = new Assets();
        assets.paths().forEach(path -> add(path, GET, true, assets::send));
    }

    /** What tells of the server is for users who may run INFO. */
    private Consumer<HttpExchange> asInfo(Consumer<HttpExchange> answer) {
        return exchange -> {
            String denied = web.commands().denied(exchange.visitor().session(), "info");
            if (denied == null) {
                answer.accept(exchange);
            } else {
                exchange.refuse(HttpResponseStatus.FORBIDDEN, denied);
            }
        };
    }

    private void add(String path, String methods, boolean open, Consumer<HttpExchange> answer) {
        add(path, methods, open, (exchange, name) -> answer.accept(exchange));
    }

    private void add(
            String path, String methods, boolean open, BiConsumer<HttpExchange, String> answer) {
        routes.add(new Route(path, methods, open, answer));
    }

    void answer(HttpExchange exchange) {
        HttpRefusal known = exchange.refusal();
        HttpRefusal refusal = known == null ? refusalByAddress(exchange) : known;
        if (refusal != null) {
            exchange.refuse(refusal);
            return;
        }
        Route route = Objects.requireNonNull(find(exchange.path()));
        if (exchange.method().equals(HttpMethod.OPTIONS)) {
            preflight(exchange, route);
        } else {
            enter(exchange, route);
        }
    }

    /** Why a request is refused, as far as its head tells; null if it is not. */
    @Nullable HttpRefusal refusalAtHead(HttpExchange exchange) {
        HttpRefusal refusal = refusalByAddress(exchange);
        if (refusal != null || exchange.method().equals(HttpMethod.OPTIONS)) {
            return refusal;
        }
        Visitor visitor = exchange.visitor();
        Shown shown = new Shown(exchange.headers().get(HttpHeaderNames.AUTHORIZATION), null);
        String wrong = visitor.wrong(exchange, shown);
        if (wrong != null) {
            return unauthorized(wrong);
        }
        boolean open = Objects.requireNonNull(find(exchange.path())).open;
        return open || !shown.nothing() || visitor.needsNothing()
                ? null
                : unauthorized(PASSWORD_NEEDED);
    }

    private @Nullable HttpRefusal refusalByAddress(HttpExchange exchange) {
        HttpRefusal foreign = exchange.visitor().refusal(exchange.headers());
        if (foreign != null) {
            return foreign;
        }
        Route route = find(exchange.path());
        if (route == null) {
            return new HttpRefusal(
                    HttpResponseStatus.NOT_FOUND, "there is nothing at " + exchange.path());
        }
        return route.allows(exchange.method())
                ? null
                : new HttpRefusal(
                        HttpResponseStatus.METHOD_NOT_ALLOWED,
                        "method: " + route.methods + " are allowed here",
                        route.methods);
    }

    private static HttpRefusal unauthorized(String why) {
        return new HttpRefusal(HttpResponseStatus.UNAUTHORIZED, why);
    }

    private void enter(HttpExchange exchange, Route route) {
        try {
            Visitor visitor = exchange.visitor();
            Shown shown = exchange.shown(TAKE_TOKENS_IN_ADDRESS.contains(route.path));
            String wrong = visitor.login(exchange, shown);
            if (wrong != null) {
                exchange.refuse(unauthorized(wrong));
            } else if (!(route.open || visitor.authenticated())) {
                exchange.refuse(unauthorized(PASSWORD_NEEDED));
            } else {
                route.answer.accept(exchange, exchange.path().substring(route.path.length()));
            }
        } catch (IllegalArgumentException badEncoding) {
            exchange.refuse(
                    HttpResponseStatus.BAD_REQUEST,
                    "the percent encoding of the address is malformed");
        }
    }

    private @Nullable Route find(String path) {
        for (Route route : routes) {
            if (route.takes(path)) {
                return route;
            }
        }
        return null;
    }

    /** A browser asks whether a page of another origin, which is let in, may use a method. */
    private static void preflight(HttpExchange exchange, Route route) {
        FullHttpResponse response =
                HttpConnection.response(HttpResponseStatus.NO_CONTENT, "text/plain", new byte[0]);
        response.headers()
                .set(HttpHeaderNames.ALLOW, route.methods)
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, route.methods)
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type")
                .set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "600");
        exchange.send(response);
    }

    /** Made when somebody asks: most servers are never asked, and all should start quickly. */
    private void metrics(HttpExchange exchange) {
        Metrics known;
        synchronized (this) {
            known = metrics;
            if (known == null) {
                known = new Metrics(web);
                metrics = known;
            }
        }
        known.send(exchange);
    }

    /** What goes down takes nobody who would stay. */
    private Consumer<HttpExchange> whileUp(Consumer<HttpExchange> answer) {
        return exchange -> {
            if (web.node().shutdown().underWay()) {
                exchange.refuse(
                        HttpResponseStatus.SERVICE_UNAVAILABLE,
                        CloseReason.of(CloseReason.Kind.SHUTDOWN).sentence());
            } else {
                answer.accept(exchange);
            }
        };
    }

    private static void well(HttpExchange exchange) {
        exchange.json(new JsonBytes().begin(0).raw("{\"status\":\"ok\"}"));
    }

    /** Hands a reply on, unless it is an error: that is the answer then. */
    static Consumer<Reply> orRefuse(HttpExchange exchange, Consumer<Reply> then) {
        return reply -> {
            if (reply instanceof Reply.Error error) {
                exchange.refuse(error);
            } else {
                then.accept(reply);
            }
        };
    }
}
