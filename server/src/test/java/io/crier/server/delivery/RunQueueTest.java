package io.crier.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunQueueTest {
    private static final int BLOCK_BYTES = 4096;

    private final List<Lease> leases = new ArrayList<>();

    private Lease block(int seed) {
        byte[] bytes = new byte[BLOCK_BYTES];
        new java.util.Random(seed).nextBytes(bytes);
        Lease lease = new Lease(Unpooled.wrappedBuffer(bytes), new Pinned());
        leases.add(lease);
        return lease;
    }

    private static byte[] content(RunQueue queue) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < queue.size(); i++) {
            ByteBuf block = queue.leaseAt(i).block;
            byte[] run = new byte[queue.endAt(i) - queue.startAt(i)];
            block.getBytes(queue.startAt(i), run);
            all.writeBytes(run);
        }
        return all.toByteArray();
    }

    @Test
    void bytesThatFollowTheLastRunMakeItLonger() {
        RunQueue queue = new RunQueue();
        Lease block = block(1);

        queue.add(block, 0, 10);
        queue.add(block, 10, 30);
        queue.add(block, 31, 40);

        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.endAt(0)).isEqualTo(30);
        assertThat(block.users()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void behavesAsAQueueOfBytesWhateverIsDoneToIt(long seed) {
        SplittableRandom dice = new SplittableRandom(seed);
        RunQueue queue = new RunQueue();
        byte[] model = {};
        int written = 0;
        Lease lease = block(0);
        for (int step = 0; step < 5_000; step++) {
            switch (dice.nextInt(step % 1000 < 500 ? 6 : 12)) {
                case 0, 1, 2, 3 -> {
                    if (dice.nextInt(3) == 0 || written > BLOCK_BYTES - 50) {
                        lease = block(step);
                        written = 0;
                    }
                    int start = written + (dice.nextBoolean() ? 0 : 3);
                    int end = start + 1 + dice.nextInt(30);
                    queue.add(lease, start, end);
                    written = end;
                    model = Arrays.copyOf(model, model.length + end - start);
                    lease.block.getBytes(start, model, model.length - (end - start), end - start);
                }
                case 4 -> {
                    RunQueue other = new RunQueue();
                    queue.moveTo(other);
                    assertThat(queue.isEmpty()).isTrue();
                    assertThat(queue.bytes()).isZero();
                    queue = other;
                }
                default -> {
                    int length = dice.nextInt(Math.min(model.length, 100) + 1);
                    queue.consume(length);
                    model = Arrays.copyOfRange(model, length, model.length);
                }
            }
            assertThat(queue.bytes()).isEqualTo(model.length);
            if (step % 50 == 0) {
                assertThat(content(queue)).isEqualTo(model);
            }
        }
        queue.clear();
        assertThat(queue.bytes()).isZero();
        leases.forEach(each -> assertThat(each.users()).isEqualTo(1));
    }
}
