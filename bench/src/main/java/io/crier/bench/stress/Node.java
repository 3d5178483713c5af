package io.crier.bench.stress;

import io.crier.server.broker.Batch;
import io.crier.server.broker.Broker;
import io.crier.server.broker.Interest;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.message.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** A broker with loops, one channel, and messages of one byte. */
@NullMarked
final class Node {
    private static final Bytes CHANNEL = Bytes.of("c");
    private static final ByteBuf BLOCK =
            Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(new byte[8]));

    final Broker broker;

    /**
     * @param inboxBytesMax messages that fill an inbox
     */
    Node(int loops, long inboxBytesMax) {
        broker = new Broker(loops);
        for (int i = 0; i < loops; i++) {
            broker.attach(new StressLoop(i), () -> {}, inboxBytesMax);
        }
    }

    /** Publishes the message with this number, 0 to 7; answers how many it reached. */
    int publish(int number) {
        Message message = new Message(Kind.CHANNEL, CHANNEL, BLOCK, number, number + 1, number, 1);
        int[] receivers = new int[1];
        int full = broker.publish(new Message[] {message}, 1, receivers);
        return full < 0 || receivers[0] > 0 ? receivers[0] : -1;
    }

    /**
     * Subscribes on a loop; answers the interest, after delivering what came before, which must be
     * nothing.
     */
    List<Interest> subscribe(int loop) {
        List<Interest> held = new ArrayList<>();
        broker.done(loop, broker.register(Kind.CHANNEL, List.of(CHANNEL), loop, held));
        return held;
    }

    /**
     * Unsubscribes the last subscriber of a loop; answers how many messages were delivered to him
     * by that.
     */
    int unsubscribe(int loop, List<Interest> held) {
        return delivered(loop, broker.unregister(held, loop, interest -> true));
    }

    /** One turn of a loop; answers how many messages it delivered. */
    int drain(int loop) {
        return delivered(loop, broker.take(loop));
    }

    private int delivered(int loop, Batch batch) {
        int size = batch.size();
        broker.done(loop, batch);
        return size;
    }

    /** One turn of a loop; answers the numbers of the messages that it delivered, in order. */
    String drainInOrder(int loop) {
        Batch batch = broker.take(loop);
        StringBuilder numbers = new StringBuilder();
        for (int i = 0; i < batch.size(); i++) {
            numbers.append(batch.message(i).start());
        }
        broker.done(loop, batch);
        return numbers.toString();
    }
}
