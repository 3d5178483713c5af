package io.crier.server.web;

import io.crier.server.settings.Settings;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may use the server. A browser says of which origin a page is, and by which name it
 * was told to call the server; a page that is foreign in one or the other is refused. The name is
 * looked at because a foreign page's own name may be made to point here (DNS rebinding).
 */
final class Visitors {
    private static final Pattern IP_ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+\\]");

    private Visitors() {}

    /** Why a request with these headers is refused; null if it is not. */
    static @Nullable HttpRefusal refusal(Settings settings, HttpHeaders headers) {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() != 1) {
            return new HttpRefusal(
                    HttpResponseStatus.BAD_REQUEST, "Host: must be given exactly once");
        }
        String host = hosts.getFirst().toLowerCase(Locale.ROOT);
        List<String> allowed = settings.httpAllowedOrigins();
        if (!isOwnName(name(host), allowed)) {
            return new HttpRefusal(
                    HttpResponseStatus.FORBIDDEN,
                    "Host: must be an IP address, localhost, or a host of http-allowed-origins, got "
                            + host);
        }
        List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        if (origins.size() > 1) {
            return new HttpRefusal(
                    HttpResponseStatus.FORBIDDEN, "Origin: must not be given more than once");
        }
        String origin = origins.isEmpty() ? null : origins.getFirst();
        if (origin != null && !isAllowed(origin.toLowerCase(Locale.ROOT), host, allowed)) {
            return new HttpRefusal(
                    HttpResponseStatus.FORBIDDEN,
                    "Origin: pages of "
                            + origin
                            + " may not use this server; http-allowed-origins lists who may");
        }
        if (origin == null && isPartOfForeignPage(headers) && !allowed.contains("*")) {
            return new HttpRefusal(
                    HttpResponseStatus.FORBIDDEN,
                    "Sec-Fetch-Site: pages of other sites may not use this server without their Origin");
        }
        return null;
    }

    /** A picture, script or frame of another site's page, which has no Origin; but not a link. */
    private static boolean isPartOfForeignPage(HttpHeaders headers) {
        String site = headers.get("sec-fetch-site");
        return site != null
                && !site.equals("same-origin")
                && !site.equals("none")
                && !"navigate".equals(headers.get("sec-fetch-mode"));
    }

    private static boolean isOwnName(String name, List<String> allowed) {
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || IP_ADDRESS.matcher(name).matches()
                || allowed.contains("*")
                || allowed.stream().anyMatch(origin -> name(hostOf(origin)).equals(name));
    }

    private static boolean isAllowed(String origin, String host, List<String> allowed) {
        return origin.equals("http://" + host)
                || origin.equals("https://" + host)
                || allowed.contains("*")
                || allowed.contains(origin);
    }

    /** Whether this origin is one that is let in from elsewhere, and has to be told so. */
    static boolean isForeign(@Nullable String origin, @Nullable String host) {
        return origin != null
                && host != null
                && !origin.equalsIgnoreCase("http://" + host)
                && !origin.equalsIgnoreCase("https://" + host);
    }

    private static String hostOf(String origin) {
        int at = origin.indexOf("://");
        return at < 0 ? origin : origin.substring(at + 3);
    }

    /** A host without its port. */
    private static String name(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
