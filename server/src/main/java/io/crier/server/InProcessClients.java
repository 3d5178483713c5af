package io.crier.server;

import io.crier.protocol.Dialect;
import io.crier.protocol.Frames;
import io.crier.server.command.Node;
import io.crier.server.delivery.BlockWriter;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.message.Message;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Roster;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.Uninterruptibly;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** Those who publish and subscribe from inside this program, on whatever threads. */
final class InProcessClients {
    private final Node node;
    private final ReentrantLock publishing = new ReentrantLock();
    private final BlockWriter writer;
    private final Message[] one = new Message[1];
    private final int[] receivers = new int[1];
    private boolean closed;

    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger nextLoop = new AtomicInteger();
    private volatile boolean closedToNew;

    InProcessClients(Node node, ByteBufAllocator allocator) {
        this.node = node;
        this.writer = new BlockWriter(allocator);
    }

    int publish(Bytes channel, byte[] message) {
        if (!Frames.fits(channel.length(), message.length)) {
            throw new IllegalArgumentException(
                    "channel and message together must not have more than "
                            + Frames.MESSAGE_BYTES_MAX
                            + " bytes, got "
                            + channel.length()
                            + " + "
                            + message.length);
        }
        int reached;
        int full;
        publishing.lock();
        try {
            if (closed) {
                throw closedServer();
            }
            one[0] = encode(channel, message);
            full = node.broker().publish(one, 1, receivers);
            reached = receivers[0];
            writer.trim();
        } finally {
            publishing.unlock();
        }
        node.counters().publishes.increment();
        if (full >= 0) {
            awaitRoom(full);
        }
        return reached;
    }

    private Message encode(Bytes channel, byte[] message) {
        ByteBuf block = writer.room(Frames.messageBytes(channel.length(), message.length));
        int start = block.writerIndex();
        int payload =
                Frames.message(
                        block,
                        Dialect.RESP2,
                        channel.array(),
                        Unpooled.wrappedBuffer(message),
                        0,
                        message.length);
        return new Message(
                Kind.CHANNEL,
                channel,
                block,
                start,
                block.writerIndex(),
                payload,
                message.length,
                null,
                node.broker().journal().keeps(channel));
    }

    /** As every publisher, this one waits while a loop has too much to deliver. */
    private void awaitRoom(int loop) {
        CountDownLatch room = new CountDownLatch(1);
        node.broker().whenRoom(loop, room::countDown);
        Uninterruptibly.await(room);
    }

    Subscription subscribe(Kind kind, Bytes name, MessageListener listener) {
        Roster roster = node.roster();
        List<LoopSessions> loops = roster.loops();
        LoopSessions home = loops.get(Math.floorMod(nextLoop.getAndIncrement(), loops.size()));
        long id = roster.nextId();
        Subscription subscription = new Subscription(id, home, listener, this::ended);
        subscriptions.add(subscription);
        if (closedToNew) {
            subscriptions.remove(subscription);
            throw closedServer();
        }
        subscription.open(
                id,
                kind,
                name,
                node.settings().current().outputBufferLimits(),
                node.clock().epochMillis());
        return subscription;
    }

    private void ended(Subscription subscription, CloseReason reason) {
        subscriptions.remove(subscription);
        node.counters().closed(reason.kind()).increment();
    }

    private static IllegalStateException closedServer() {
        return new IllegalStateException("the server is closed");
    }

    /** Takes no more publishes and subscriptions; those that there are go on. */
    void refuseMore() {
        closedToNew = true;
        publishing.lock();
        try {
            if (!closed) {
                closed = true;
                writer.close();
            }
        } finally {
            publishing.unlock();
        }
    }

    /**
     * The loops have ended: ends what they did not come to, and waits for the listeners that are
     * being called.
     */
    void close(List<Subscription> open) {
        for (Subscription subscription : open) {
            subscription.endWithoutLoop(CloseReason.of(CloseReason.Kind.SHUTDOWN));
            subscription.awaitListener();
        }
    }

    /** The subscriptions that have not ended. */
    List<Subscription> open() {
        return List.copyOf(subscriptions);
    }
}
