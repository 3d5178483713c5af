package io.crier.server.command;

import io.crier.protocol.Request;
import io.crier.server.history.History;
import io.crier.server.history.Waiter;
import io.crier.server.history.Waiting;
import io.crier.server.security.Denial;
import io.crier.server.session.Blocked;
import io.crier.server.threading.OnLoop;
import org.jspecify.annotations.Nullable;

/**
 * An XREAD or XREADGROUP that waits for messages: until there are some, its time is over, or CLIENT
 * UNBLOCK.
 */
@OnLoop
final class BlockedRead implements Blocked, Waiter {
    /** What it takes beside its request, at the logs of its channels too, about. */
    private static final int MEMORY_BYTES = 400;

    private static final int CHANNEL_BYTES = 100;

    private final Call call;
    private final Command command;
    private final History history;
    private final Deadlines deadlines;
    private final Request request;
    private final long deadlineNanos;
    private final Runnable look;
    private @Nullable Waiting waiting;
    private boolean over;

    /**
     * @param millisMax how long to wait; 0 for ever
     * @param look runs on the client's loop when something has arrived: calls {@link #answer}, or
     *     {@link #begin} to wait again
     */
    BlockedRead(Call call, long millisMax, Runnable look) {
        this.call = call;
        this.command = call.command();
        this.history = call.node().history();
        this.deadlines = call.dispatcher().deadlines(call.session().loop().loop().index());
        this.request = call.request().copy();
        this.deadlineNanos = deadline(millisMax);
        this.look = look;
    }

    private long deadline(long millisMax) {
        long now = deadlines.nowNanos();
        boolean forEver = millisMax == 0 || millisMax > (Long.MAX_VALUE - now) / 1_000_000;
        return forEver ? Long.MAX_VALUE : now + millisMax * 1_000_000;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    long clientId() {
        return call.session().id();
    }

    /** It waits, as the history knows. */
    void begin(Waiting read) {
        boolean first = waiting == null;
        waiting = read;
        if (first) {
            call.block(this);
            if (timed()) {
                deadlines.add(this);
            }
        }
    }

    @Override
    public void arrived() {
        call.session()
                .loop()
                .loop()
                .execute(() -> {
                    if (!over) {
                        look.run();
                    }
                });
    }

    /** Answers, unless the client's user may not do what he asked for any more. */
    void answer(Runnable answer) {
        end();
        call.unblock(
                request,
                () -> {
                    Denial denial = call.dispatcher().access().denied(call, command);
                    if (denial == null) {
                        answer.run();
                    } else {
                        call.error(Access.error(call.session(), command, denial));
                    }
                });
    }

    private void end() {
        over = true;
        deadlines.remove(this);
    }

    @Override
    public boolean unblock(boolean error) {
        Waiting read = waiting;
        if (over || read == null || !history.forget(read)) {
            return false;
        }
        end();
        call.session().loop().loop().execute(() -> call.unblock(request, () -> nothing(error)));
        return true;
    }

    private void nothing(boolean error) {
        if (error) {
            call.error("UNBLOCKED client unblocked via CLIENT UNBLOCK");
        } else {
            call.reply().nilArray();
        }
    }

    @Override
    public void forget() {
        end();
        Waiting read = waiting;
        if (read != null) {
            history.forget(read);
        }
    }

    @Override
    public boolean timed() {
        return deadlineNanos != Long.MAX_VALUE;
    }

    @Override
    public long memoryBytes() {
        return MEMORY_BYTES + request.wireBytes() + (long) CHANNEL_BYTES * request.count();
    }
}
