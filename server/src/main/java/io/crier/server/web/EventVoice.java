package io.crier.server.web;

import io.crier.server.session.Voice;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** What a client of server-sent events is told besides events: how its stream ends. */
@OnLoop
final class EventVoice implements Voice {
    /** How long a client waits at least before it comes back to a server that went down. */
    private static final long COME_BACK_MILLIS_MIN = 1_000;

    private final Web web;

    EventVoice(Web web) {
        this.web = web;
    }

    /** Nobody who gets events asks for anything. */
    @Override
    public void say(ByteBuf replies) {}

    @Override
    public ByteBuf lastWord(CloseReason why) {
        String word =
                why.kind() == CloseReason.Kind.SHUTDOWN
                        ? "retry: " + comeBackMillis()
                        : ": " + CloseReason.of(why.kind()).sentence();
        return Unpooled.copiedBuffer(word + "\n\n", StandardCharsets.US_ASCII);
    }

    /** Everyone gets another moment to come back, because all lose their server together. */
    private long comeBackMillis() {
        long spread = web.settings().drainSpread().toMillis();
        return COME_BACK_MILLIS_MIN + ThreadLocalRandom.current().nextLong(spread + 1);
    }
}
