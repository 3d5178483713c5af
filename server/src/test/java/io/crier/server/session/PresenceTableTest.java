package io.crier.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is present, over time and from many threads. */
final class PresenceTableTest {
    private static final Bytes ROOM = Bytes.of("room");
    private static final Bytes ALICE = Bytes.of("alice");
    private static final Bytes BOB = Bytes.of("bob");

    private final PresenceTable table = new PresenceTable();
    private long graceNanos = 5;
    private long nowNanos = -3;

    private boolean change(Bytes leaving, Bytes joining) {
        return table.change(List.of(ROOM), leaving, joining, graceNanos, nowNanos);
    }

    private boolean join(Bytes name) {
        return change(Bytes.EMPTY, name);
    }

    private boolean leave(Bytes name) {
        return change(name, Bytes.EMPTY);
    }

    private void pass(long nanos) {
        nowNanos += nanos;
        table.endGraces(graceNanos, nowNanos);
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        for (List<PresenceEvent> some = table.take(2); !some.isEmpty(); some = table.take(2)) {
            some.forEach(event -> told.add((event.joined() ? "+" : "-") + event.name()));
        }
        return told;
    }

    @Test
    void aNameThatComesBackInTimeNeitherLeavesNorJoins() {
        join(ALICE);
        leave(ALICE);
        pass(4);
        assertThat(table.names(ROOM)).containsExactlyEntriesOf(Map.of(ALICE, 0));

        join(ALICE);
        pass(100);

        assertThat(told()).containsExactly("+alice");
        assertThat(table.names(ROOM)).containsExactlyEntriesOf(Map.of(ALICE, 1));
    }

    @Test
    void aNameLeavesWhenItsTimeIsOver() {
        join(ALICE);
        join(BOB);
        leave(ALICE);
        pass(4);
        leave(BOB);
        pass(1);

        assertThat(told()).containsExactly("+bob");
        assertThat(table.names(ROOM)).containsOnlyKeys(BOB);

        pass(4);
        assertThat(told()).containsExactly("-bob");
        assertThat(table.isEmpty()).isTrue();
    }

    @Test
    void aNewNameIsThereAtOnceAndTheOldOneMayComeBack() {
        join(ALICE);
        told();
        change(ALICE, BOB);
        assertThat(table.names(ROOM)).containsExactlyInAnyOrderEntriesOf(Map.of(ALICE, 0, BOB, 1));

        change(BOB, ALICE);
        pass(5);

        assertThat(told()).isEmpty();
        assertThat(table.names(ROOM)).containsExactlyEntriesOf(Map.of(ALICE, 1));
    }

    @Test
    void oneCallerAtATimeIsAskedToTell() {
        assertThat(join(ALICE)).isTrue();
        assertThat(join(BOB)).isFalse();
        assertThat(table.take(1)).hasSize(1);
        assertThat(leave(BOB)).isFalse();
        assertThat(told()).containsExactly("+bob");

        graceNanos = 0;
        assertThat(leave(ALICE)).isTrue();
        assertThat(told()).containsExactly("-alice");
    }

    @Test
    void whatIsUndoneBeforeItWasToldIsNeverTold() {
        graceNanos = 0;
        for (int i = 0; i < 1_000; i++) {
            Bytes name = Bytes.of("n" + i);
            join(name);
            leave(name);
        }
        assertThat(told()).isEmpty();

        join(ALICE);
        told();
        leave(ALICE);
        join(ALICE);
        assertThat(told()).isEmpty();
        leave(ALICE);
        assertThat(told()).containsExactly("-alice");
        assertThat(table.isEmpty()).isTrue();
    }

    @Test
    void tooManyThatMayComeBackLeaveTheOldestFirst() {
        for (int i = 0; i <= PresenceTable.GRACES_MAX; i++) {
            Bytes name = Bytes.of("n" + i);
            join(name);
            leave(name);
        }

        assertThat(table.names(ROOM))
                .hasSize(PresenceTable.GRACES_MAX)
                .doesNotContainKey(Bytes.of("n0"));
    }

    @Test
    void tooLongNamesThatMayComeBackLeaveTheOldestFirst() {
        int length = 1 << 16;
        int fit = (int) (PresenceTable.GRACE_BYTES_MAX / (length + ROOM.length()));
        for (int i = 0; i < 2 * fit; i++) {
            byte[] name = new byte[length];
            name[0] = (byte) i;
            name[1] = (byte) (i >> 8);
            join(Bytes.own(name));
            leave(Bytes.own(name));
        }
        assertThat(table.names(ROOM)).hasSize(fit);

        byte[] huge = new byte[(int) PresenceTable.GRACE_BYTES_MAX];
        join(Bytes.own(huge));
        leave(Bytes.own(huge));
        assertThat(table.names(ROOM)).isEmpty();
    }

    @Test
    void fromManyThreadsTheEventsMakeTheTable() throws InterruptedException {
        graceNanos = 0;
        ConcurrentLinkedQueue<PresenceEvent> told = new ConcurrentLinkedQueue<>();
        List<Thread> threads =
                IntStream.range(0, 4)
                        .mapToObj(seed -> Thread.ofPlatform().start(() -> comeAndGo(seed, told)))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        Set<Bytes> here = new HashSet<>();
        for (PresenceEvent event : told) {
            boolean changed = event.joined() ? here.add(event.name()) : here.remove(event.name());
            assertThat(changed).as(event.toString()).isTrue();
        }
        assertThat(table.names(ROOM).keySet()).isNotEmpty().isEqualTo(here);
    }

    private void comeAndGo(int seed, ConcurrentLinkedQueue<PresenceEvent> told) {
        int rounds = 20_000;
        for (int i = 0; i < rounds; i++) {
            Bytes name = Bytes.of("n" + (i + seed) % 7);
            tell(join(name), told);
            if (i < rounds - 1) {
                tell(leave(name), told);
            }
        }
    }

    private void tell(boolean asked, ConcurrentLinkedQueue<PresenceEvent> told) {
        boolean more = asked;
        while (more) {
            List<PresenceEvent> some = table.take(2);
            told.addAll(some);
            more = !some.isEmpty();
        }
    }
}
