package io.crier.server.web;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Why a request over HTTP is refused.
 *
 * @param error for a person; says what, where and what is allowed
 */
record HttpRefusal(HttpResponseStatus status, String error) {}
