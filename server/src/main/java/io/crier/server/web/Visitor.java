package io.crier.server.web;

import io.crier.protocol.Reply;
import io.crier.protocol.Request;
import io.crier.protocol.RespReader;
import io.crier.server.command.Requests;
import io.crier.server.delivery.Form;
import io.crier.server.message.Bytes;
import io.crier.server.security.Entry;
import io.crier.server.session.Session;
import io.crier.server.session.Voice;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.crier.server.transport.Broken;
import io.crier.server.transport.ChannelWire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who speaks HTTP on a connection: a session of the server as any other, opened when needed. */
@OnLoop
final class Visitor {
    private final Web web;
    private final Channel channel;
    private final ChannelWire wire;
    private @Nullable Requests requests;
    private @Nullable Consumer<Reply> listener;
    private boolean moved;

    Visitor(Web web, Channel channel) {
        this.web = web;
        this.channel = channel;
        this.wire = web.admission().wire(channel);
        wire.partSlowly();
    }

    Channel channel() {
        return channel;
    }

    ChannelWire wire() {
        return wire;
    }

    Session session() {
        return requests().session();
    }

    Requests requests() {
        Requests open = requests;
        if (open == null) {
            Session session = web.admission().session(channel, wire);
            session.speak(Form.JSON, (Voice) this::heard);
            open = web.commands().openRequests(session);
            requests = open;
            wire.beforeClosing(open::end);
        }
        return open;
    }

    /**
     * Lets in whom a request shows to be; one that shows nothing as whom the certificate names,
     * else the default user, where that needs no password.
     *
     * @return why what it shows is wrong, after that was noted; null if it is not
     */
    @Nullable String login(HttpExchange exchange, Shown shown) {
        Session session = session();
        session.identity().logout(web.node().users());
        session.expires(Long.MAX_VALUE);
        String certified = shown.nothing() ? certified() : null;
        if (certified != null) {
            web.commands().login(session, certified);
        }
        Entry entry = exchange.admitted(shown, web.node().clock().epochMillis());
        if (entry == null) {
            entry = shown.entry(web.node().entrance());
        }
        if (entry instanceof Entry.Admitted admitted) {
            session.identity().login(admitted.account());
            session.expires(admitted.expiresMillis());
        }
        return wrong(shown, entry);
    }

    /** Whether a request that shows nothing is let in. */
    boolean needsNothing() {
        return !web.commands().passwordNeeded() || certified() != null;
    }

    private @Nullable String certified() {
        return web.admission().certificateUser(channel);
    }

    /** Why a request with these headers may not be asked at all; null if it may. */
    @Nullable HttpRefusal refusal(HttpHeaders headers) {
        return Visitors.refusal(web.settings(), headers);
    }

    /**
     * Why what the head of a request shows is wrong, after that was noted; null if it is not, and
     * then it is not looked at again when the body is there.
     */
    @Nullable String wrong(HttpExchange exchange, Shown shown) {
        Entry entry = shown.entry(web.node().entrance());
        if (entry instanceof Entry.Admitted admitted) {
            exchange.admit(shown, admitted);
        }
        return wrong(shown, entry);
    }

    private @Nullable String wrong(Shown shown, @Nullable Entry entry) {
        boolean right =
                entry == null
                        ? shown.nothing() || !web.commands().passwordNeeded()
                        : entry instanceof Entry.Admitted;
        if (right) {
            return null;
        }
        web.commands().notAuthenticated(session(), Bytes.of(shown.toString()), shown.user());
        return shown.wrong(entry);
    }

    boolean authenticated() {
        return session().identity().authenticated() || !web.commands().passwordNeeded();
    }

    /** Runs a command in this visitor's name and hands over its last reply. */
    void run(List<byte[]> words, Consumer<Reply> then) {
        requests().handle(Request.of(words.toArray(byte[][]::new)), () -> listener = then);
    }

    private void heard(ByteBuf replies) {
        Consumer<Reply> then = listener;
        listener = null;
        if (then != null) {
            then.accept(RespReader.parse(ByteBufUtil.getBytes(replies)).getLast());
        }
    }

    /** From now on somebody else looks after the session. */
    void move() {
        moved = true;
    }

    void close(CloseReason why) {
        wire.close(why);
    }

    void broken(Throwable cause) {
        close(
                cause instanceof IOException error
                        ? Broken.reason(error)
                        : Web.internalError(session(), cause));
    }

    /**
     * The connection is gone.
     *
     * @param counted whether its end was counted before
     */
    void gone(boolean counted) {
        if (moved) {
            return;
        }
        Requests open = requests;
        if (open != null) {
            open.end();
            wire.note(open.session());
        } else if (!counted) {
            web.counters().closed(wire.reason().kind()).increment();
        }
    }
}
