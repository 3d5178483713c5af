package io.crier.server.command;

import io.crier.protocol.Request;
import io.crier.server.threading.OnLoop;
import java.util.List;

/**
 * EXEC under way: runs what MULTI queued, one after another, into one reply. Its publishes take
 * effect together, so that nobody else's come between them, up to the next command that may change
 * or show who listens. The client's own pushes wait until the whole reply is written.
 */
@OnLoop
final class Execution {
    private final Call call;
    private final Dispatcher dispatcher;
    private final List<Request> queued;
    private final Request exec;
    private int next;
    private boolean resumed;

    Execution(Call call, Dispatcher dispatcher, List<Request> queued) {
        this.dispatcher = dispatcher;
        this.call = call;
        this.queued = queued;
        this.exec = call.request().copy();
    }

    void start() {
        call.session().reply().holdPushes();
        call.execution(this);
        call.reply().array(queued.size());
        proceed();
    }

    /** Runs on, until all is done or a command has to ask other loops. */
    void proceed() {
        while (next < queued.size()) {
            dispatcher.publishAhead(call, queued, next);
            dispatcher.runQueued(call, queued.get(next++));
            if (call.deferred()) {
                resumed = true;
                return;
            }
        }
        call.execution(null);
        if (resumed) {
            dispatcher.showExec(call, exec);
        }
        call.session().reply().releaseHeld();
    }
}
