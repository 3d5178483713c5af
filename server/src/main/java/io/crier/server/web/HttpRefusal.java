package io.crier.server.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Why a request over HTTP is refused.
 *
 * @param error for a person; says what, where and what is allowed
 * @param allow the methods that are allowed, where that is the reason
 */
record HttpRefusal(HttpResponseStatus status, String error, @Nullable String allow) {
    HttpRefusal(HttpResponseStatus status, String error) {
        this(status, error, null);
    }
}
