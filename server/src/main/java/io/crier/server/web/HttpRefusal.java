package io.crier.server.web;

import io.crier.server.telemetry.CloseReason;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a request over HTTP is refused.
 *
 * @param error for a person; says what, where and what is allowed
 * @param allow the methods that are allowed, where that is the reason
 */
record HttpRefusal(HttpResponseStatus status, String error, @Nullable String allow) {
    private static final Set<HttpResponseStatus> UNREADABLE =
            Set.of(
                    HttpResponseStatus.BAD_REQUEST,
                    HttpResponseStatus.REQUEST_URI_TOO_LONG,
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    HttpResponseStatus.NOT_IMPLEMENTED,
                    HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED);

    HttpRefusal(HttpResponseStatus status, String error) {
        this(status, error, null);
    }

    /** How a connection ends that is read no further because of it. */
    CloseReason ending() {
        CloseReason.Kind kind =
                UNREADABLE.contains(status)
                        ? CloseReason.Kind.PROTOCOL_ERROR
                        : status.equals(HttpResponseStatus.REQUEST_TIMEOUT)
                                ? CloseReason.Kind.IDLE
                                : CloseReason.Kind.REQUEST_REFUSED;
        return CloseReason.of(kind, status.toString());
    }
}
