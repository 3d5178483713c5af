package io.crier.server.web;

import io.crier.server.settings.Settings;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.transport.Admission;
import io.crier.server.transport.Greeter;
import io.crier.server.transport.KeepAlive;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lets a client speak HTTP, within bounds. */
final class WebAcceptor extends ChannelInitializer<Channel> implements Greeter {
    private static final int REQUEST_LINE_BYTES_MAX = 8 * 1024;
    private static final int HEADER_BYTES_MAX = 16 * 1024;

    /** The codec would break off; the connection refuses, and then decodes one read at most. */
    private static final int NO_MAXIMUM = Integer.MAX_VALUE;

    /** What was sent and not acknowledged for so long means that nobody is there any more. */
    private static final Duration UNACKNOWLEDGED_MAX = Duration.ofSeconds(45);

    private final Web web;

    WebAcceptor(Web web) {
        this.web = web;
    }

    @Override
    public boolean isSharable() {
        return true;
    }

    @Override
    protected void initChannel(Channel channel) {
        greet(channel, web.admission().refusal(channel));
    }

    @Override
    public boolean web() {
        return true;
    }

    @Override
    public Admission admission() {
        return web.admission();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for its end
    public void greet(Channel channel, CloseReason.@Nullable Kind refusal) {
        if (refusal != null && web.admission().outOfRoom()) {
            channel.close(); // who has not asked yet could wait for seconds
            return;
        }
        Duration keepAlive = web.settings().tcpKeepAlive();
        KeepAlive.apply(channel, keepAlive);
        if (keepAlive.isZero() || keepAlive.compareTo(UNACKNOWLEDGED_MAX) > 0) {
            KeepAlive.giveUp(channel, UNACKNOWLEDGED_MAX);
        }
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(
                                new HttpDecoderConfig()
                                        .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                                        .setMaxHeaderSize(HEADER_BYTES_MAX),
                                NO_MAXIMUM));
        Settings settings = web.settings();
        if (settings.webSocketCompression()) {
            channel.pipeline().addLast(compression(settings.httpBodyBytesMax()));
        }
        channel.pipeline().addLast(new HttpConnection(web, channel, refusal));
    }

    /**
     * Agrees on permessage-deflate with full windows; what is sent compressed never refers to
     * earlier messages, so any agreement about that is kept.
     */
    private static WebSocketServerExtensionHandler compression(int messageBytesMax) {
        return new WebSocketServerExtensionHandler(
                new PerMessageDeflateServerExtensionHandshaker(
                        6, false, 15, true, false, messageBytesMax));
    }
}
