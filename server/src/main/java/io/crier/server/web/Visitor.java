package io.crier.server.web;

import io.crier.protocol.Reply;
import io.crier.protocol.Request;
import io.crier.protocol.RespReader;
import io.crier.server.command.Requests;
import io.crier.server.delivery.Form;
import io.crier.server.message.Bytes;
import io.crier.server.security.Account;
import io.crier.server.security.Users;
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
     * Lets in whom the header names; without one whom the certificate names, else the default user,
     * where that needs no password.
     *
     * @return false if the header's user or password is wrong
     */
    boolean login(@Nullable String authorization) {
        Users users = web.node().users();
        session().identity().logout(users);
        if (authorization == null) {
            Account certified = certified();
            if (certified != null) {
                session().identity().login(certified);
            }
            return true;
        }
        Credentials shown = Credentials.of(authorization);
        Account account = shown == null ? null : users.authenticate(shown.user(), shown.password());
        if (account == null) {
            return shown == null && !users.passwordNeeded();
        }
        session().identity().login(account);
        return true;
    }

    /** Whether {@link #login} with this header would let in; changes nothing. */
    boolean wouldBeLetIn(@Nullable String authorization) {
        Users users = web.node().users();
        if (authorization == null) {
            return !users.passwordNeeded() || certified() != null;
        }
        Credentials shown = Credentials.of(authorization);
        return shown == null
                ? !users.passwordNeeded()
                : users.authenticate(shown.user(), shown.password()) != null;
    }

    private @Nullable Account certified() {
        return web.admission().certificateUser(channel);
    }

    /** Why a request with these headers may not be asked at all; null if it may. */
    @Nullable HttpRefusal refusal(HttpHeaders headers) {
        return Visitors.refusal(web.settings(), headers);
    }

    /** Notes that this header's user or password is wrong. */
    void notLetIn(String authorization) {
        Credentials shown = Credentials.of(authorization);
        web.commands()
                .notAuthenticated(
                        session(),
                        Bytes.of("Authorization"),
                        shown == null ? Users.DEFAULT : shown.user());
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

    /** The connection is gone. */
    void gone() {
        if (moved) {
            return;
        }
        Requests open = requests;
        if (open == null) {
            web.counters().closed(wire.reason().kind()).increment();
        } else {
            open.end();
            wire.note(open.session());
        }
    }
}
