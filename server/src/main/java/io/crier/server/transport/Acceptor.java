package io.crier.server.transport;

import io.crier.server.command.Commands;
import io.crier.server.command.Conversation;
import io.crier.server.session.Session;
import io.crier.server.telemetry.CloseReason;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lets a client of RESP begin its conversation, or refuses it with a word. */
final class Acceptor extends ChannelInitializer<Channel> implements Greeter {
    private static final String DENIED =
            "-DENIED Crier runs in protected mode: it has no password and takes connections from"
                    + " this machine only. To let others in, set a password (requirepass), or bind it"
                    + " to an address that only trusted machines reach and set 'protected-mode"
                    + " no'.\r\n";

    private final Admission admission;
    private final Commands commands;

    Acceptor(Admission admission, Commands commands) {
        this.admission = admission;
        this.commands = commands;
    }

    @Override
    public boolean isSharable() {
        return true;
    }

    @Override
    protected void initChannel(Channel channel) {
        greet(channel, admission.refusal(channel));
    }

    @Override
    public boolean web() {
        return false;
    }

    @Override
    public Admission admission() {
        return admission;
    }

    @Override
    public void greet(Channel channel, CloseReason.@Nullable Kind refusal) {
        if (refusal != null) {
            refuse(
                    channel,
                    refusal == CloseReason.Kind.PROTECTED_MODE
                            ? DENIED
                            : "-ERR " + CloseReason.of(refusal).sentence() + "\r\n");
            return;
        }
        KeepAlive.apply(channel, admission.settings().tcpKeepAlive());
        ChannelWire wire = admission.wire(channel);
        Session session = admission.session(channel, wire);
        Conversation conversation = commands.open(session);
        String user = admission.certificateUser(channel);
        if (user != null) {
            commands.login(session, user);
        }
        channel.pipeline().addLast(new Connection(conversation, wire));
    }

    private static void refuse(Channel channel, String reply) {
        channel.writeAndFlush(Unpooled.copiedBuffer(reply, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
