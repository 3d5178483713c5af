package io.crier.server.web;

import io.crier.protocol.DecoderLimits;
import io.crier.server.session.Session;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.util.List;

/**
 * Frames and messages of a WebSocket, of which no more is kept for a client that has not
 * authenticated than over RESP: {@link DecoderLimits#unauthenticatedBulkBytesMax}.
 */
@OnLoop
final class SmallForStrangers {
    private static final int BYTES_MAX = DecoderLimits.DEFAULT.unauthenticatedBulkBytesMax();

    private SmallForStrangers() {}

    private static TooLongFrameException tooLong() {
        return new TooLongFrameException(
                "a message before authentication: at most " + BYTES_MAX + " bytes are allowed");
    }

    /** Decodes frames. */
    static final class Frames extends WebSocket13FrameDecoder {
        private final Session session;

        Frames(WebSocketDecoderConfig config, Session session) {
            super(config);
            this.session = session;
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
                throws Exception {
            super.decode(context, in, out);
            boolean unfinished = out.isEmpty();
            if (unfinished
                    && in.readableBytes() > BYTES_MAX
                    && !session.identity().authenticated()) {
                in.skipBytes(in.readableBytes());
                throw tooLong();
            }
        }
    }

    /** Puts the frames of one message together. */
    static final class Messages extends WebSocketFrameAggregator {
        private final Session session;
        private long messageBytes;

        Messages(int messageBytesMax, Session session) {
            super(messageBytesMax);
            this.session = session;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) throws Exception {
            switch (frame) {
                case TextWebSocketFrame text -> messageBytes = text.content().readableBytes();
                case ContinuationWebSocketFrame more ->
                        messageBytes += more.content().readableBytes();
                default -> {
                    // Control frames are short, and binary ones are refused.
                }
            }
            if (messageBytes > BYTES_MAX && !session.identity().authenticated()) {
                context.fireExceptionCaught(tooLong());
                context.fireChannelRead(frame); // whoever heard that passes over it
                context.pipeline().remove(this); // and gives back what came before
                return;
            }
            super.channelRead(context, frame);
        }
    }
}
