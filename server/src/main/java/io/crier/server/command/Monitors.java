package io.crier.server.command;

import io.crier.protocol.Request;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.ReplyMode;
import io.crier.server.session.Session;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * MONITOR: the clients that are shown every command. One client's commands are shown in their
 * order; those of clients on different loops in about the order of their times.
 */
final class Monitors {
    private final Node node;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicIntegerArray countByLoop;

    /** Each set belongs to its loop. */
    private final List<Set<Session>> byLoop = new ArrayList<>();

    Monitors(Node node) {
        this.node = node;
        int loops = node.roster().loops().size();
        this.countByLoop = new AtomicIntegerArray(loops);
        for (int i = 0; i < loops; i++) {
            byLoop.add(new LinkedHashSet<>());
        }
    }

    static Command row() {
        return Command.of(
                "monitor",
                1,
                Monitors::monitor,
                Flag.ADMIN,
                Flag.NOSCRIPT,
                Flag.LOADING,
                Flag.STALE);
    }

    /** A client that monitors already gets no answer, as in Redis. */
    private static void monitor(Call call) {
        if (call.executing()) {
            call.error("ERR MONITOR isn't allowed for DENY BLOCKING client");
        } else if (!call.session().monitoring()) {
            call.dispatcher().monitors().join(call.session());
            call.ok();
        }
    }

    private void join(Session session) {
        session.monitoring(true);
        int loop = session.loop().loop().index();
        byLoop.get(loop).add(session);
        countByLoop.incrementAndGet(loop);
        count.incrementAndGet();
    }

    /** Shows this client no more, if it was shown anything. */
    void leave(Session session) {
        int loop = session.loop().loop().index();
        session.monitoring(false);
        if (byLoop.get(loop).remove(session)) {
            countByLoop.decrementAndGet(loop);
            count.decrementAndGet();
        }
    }

    /** Whether anyone is to be shown anything: one read, for every command. Any thread may ask. */
    boolean any() {
        return count.get() != 0;
    }

    /** Shows a command that {@code session} ran, unless it is one for administrators. */
    void show(Session session, Command command, Request request) {
        if (command.is(Flag.ADMIN) || command.is(Flag.SKIP_MONITOR)) {
            return;
        }
        byte[] line = MonitorLine.of(node.clock().epochMicros(), session, command, request);
        for (LoopSessions loop : node.roster().loops()) {
            int index = loop.loop().index();
            if (countByLoop.get(index) == 0) {
                continue;
            }
            if (loop.loop().inLoop()) {
                showOn(index, line);
            } else {
                loop.loop().execute(() -> showOn(index, line));
            }
        }
    }

    private void showOn(int loop, byte[] line) {
        ByteBuf bytes = Unpooled.wrappedBuffer(line);
        for (Session monitor : byLoop.get(loop)) {
            if (monitor.reply().mode() != ReplyMode.OFF) {
                monitor.push(bytes);
            }
        }
    }
}
