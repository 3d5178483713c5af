package io.crier.server.web;

import io.crier.protocol.Reply;
import io.crier.protocol.RespReader;
import io.crier.server.session.Session;
import io.crier.server.session.Voice;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.List;

/**
 * Answers a WebSocket client: one text frame for each request, with the request's id. Requests are
 * answered one after another, so the id is that of the request that runs.
 */
@OnLoop
final class FrameVoice implements Voice {
    private final Session session;
    private final LoopWeb loop;
    private final boolean compressed;
    private byte[] id = {};

    FrameVoice(Session session, LoopWeb loop, boolean compressed) {
        this.session = session;
        this.loop = loop;
        this.compressed = compressed;
    }

    /** What is said from now on answers the request with this id. */
    void answers(byte[] newId) {
        id = newId;
    }

    @Override
    public void say(ByteBuf replies) {
        List<Reply> said = RespReader.parse(ByteBufUtil.getBytes(replies));
        boolean text = said.stream().allMatch(ReplyJson::isText);
        JsonBytes json = begin();
        Reply last = said.getLast();
        if (last instanceof Reply.Error(String line)) {
            json.raw(",\"error\":").string(ReplyJson.bytes(line));
        } else if (last instanceof Reply.Push) {
            ReplyJson.list(json.raw(",\"reply\":"), said, text);
        } else {
            ReplyJson.write(json.raw(",\"reply\":"), last, text);
        }
        if (!text) {
            json.raw(",\"encoding\":\"base64\"");
        }
        send(json.raw("}"));
    }

    @Override
    public ByteBuf lastWord(CloseReason why) {
        WebSocketCloseStatus status =
                switch (why.kind()) {
                    case PEER_CLOSED, QUIT -> WebSocketCloseStatus.NORMAL_CLOSURE;
                    case SHUTDOWN -> WebSocketCloseStatus.ENDPOINT_UNAVAILABLE;
                    case PROTOCOL_ERROR, CROSS_PROTOCOL -> WebSocketCloseStatus.PROTOCOL_ERROR;
                    case QUERY_BUFFER_LIMIT -> WebSocketCloseStatus.MESSAGE_TOO_BIG;
                    case MAX_CLIENTS, MEMORY_EVICTION, NO_MEMORY ->
                            WebSocketCloseStatus.TRY_AGAIN_LATER;
                    case INTERNAL_ERROR, IO_ERROR -> WebSocketCloseStatus.INTERNAL_SERVER_ERROR;
                    case KILLED,
                            REVOKED,
                            TOKEN_EXPIRED,
                            IDLE,
                            OUTPUT_BUFFER_LIMIT,
                            PROTECTED_MODE,
                            REQUEST_REFUSED,
                            TLS_HANDSHAKE,
                            PEER_GONE ->
                            WebSocketCloseStatus.POLICY_VIOLATION;
                };
        return TextFrames.close(status.code(), CloseReason.of(why.kind()).sentence());
    }

    /** Answers what is no request. */
    void refuse(byte[] idOfRefused, String error) {
        id = idOfRefused;
        send(begin().raw(",\"error\":").text(error).raw("}"));
    }

    private JsonBytes begin() {
        return loop.json().begin(TextFrames.HEAD_BYTES_MAX).raw("{\"id\":").raw(id);
    }

    private void send(JsonBytes json) {
        TextFrames frames = loop.frames();
        session.outbox().appendCopy(compressed ? frames.compressed(json) : frames.text(json));
    }
}
