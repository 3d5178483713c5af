package io.crier.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;

/** The sessions of the whole node, loop by loop. Any thread may call. */
public final class Roster {
    private final List<LoopSessions> loops;
    private final AtomicLong nextId = new AtomicLong();

    public Roster(List<LoopSessions> loops) {
        this.loops = List.copyOf(loops);
    }

    /** The id of the next client: 1, 2, 3 and so on. */
    public long nextId() {
        return nextId.incrementAndGet();
    }

    public List<LoopSessions> loops() {
        return loops;
    }

    /** Runs {@code task} for each loop, on that loop; on the calling one at once. */
    public void onEach(Consumer<LoopSessions> task) {
        for (LoopSessions sessions : loops) {
            if (sessions.loop().inLoop()) {
                task.accept(sessions);
            } else {
                sessions.loop().execute(() -> task.accept(sessions));
            }
        }
    }

    /**
     * Asks every loop, each on its own thread, and hands all answers in the order of the loops to
     * {@code then}, on the asking loop: at once when it is the only one, otherwise with {@code
     * asker} waiting until then.
     */
    public <T> void ask(Session asker, Function<LoopSessions, T> question, Consumer<List<T>> then) {
        if (loops.size() > 1) {
            asker.await();
        }
        gather(asker.loop(), question, then);
    }

    /**
     * Asks every loop and hands all answers in the order of the loops to {@code then}, on the loop
     * {@code home}.
     */
    <T> void gather(LoopSessions home, Function<LoopSessions, T> question, Consumer<List<T>> then) {
        if (loops.size() == 1) {
            then.accept(List.of(question.apply(loops.getFirst())));
            return;
        }
        AtomicReferenceArray<T> answers = new AtomicReferenceArray<>(loops.size());
        AtomicInteger missing = new AtomicInteger(loops.size());
        onEach(sessions -> {
            answers.set(sessions.loop().index(), question.apply(sessions));
            if (missing.decrementAndGet() == 0) {
                home.loop()
                        .execute(() -> {
                            List<T> all = new ArrayList<>(loops.size());
                            for (int i = 0; i < answers.length(); i++) {
                                all.add(answers.get(i));
                            }
                            then.accept(all);
                        });
            }
        });
    }
}
