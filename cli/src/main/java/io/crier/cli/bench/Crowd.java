package io.crier.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Connections of one kind, opened some at a time. It belongs to the thread of the load. */
final class Crowd implements Link.Fate {
    private static final int OPENING_MAX = 64;

    private final String kind;
    private final int size;
    private final IntFunction<Link> maker;
    private final Opening opening;
    private final boolean mayEnd;
    private final Consumer<BenchException> failed;
    private final List<Link> links = new ArrayList<>();
    private final CompletableFuture<List<Link>> ready = new CompletableFuture<>();
    private int readyLinks;
    private int ended;

    /** How to make the links of a crowd, whose fate it is. */
    interface Maker {
        Link link(int number, Link.Fate fate);
    }

    /**
     * @param kind for messages to the user
     * @param mayEnd whether the server may end them once they are ready
     */
    Crowd(
            String kind,
            int size,
            Maker maker,
            Opening opening,
            boolean mayEnd,
            Consumer<BenchException> failed) {
        this.kind = kind;
        this.size = size;
        this.maker = number -> maker.link(number, this);
        this.opening = opening;
        this.mayEnd = mayEnd;
        this.failed = failed;
    }

    /** Completes with all of them, in the order of their numbers, when they are ready. */
    CompletableFuture<List<Link>> open() {
        for (int i = 0; i < Math.min(OPENING_MAX, size); i++) {
            openNext();
        }
        return ready;
    }

    /** How many the server has ended, as far as that can be seen from here. */
    int ended() {
        return ended;
    }

    @Override
    public void ready(Link link) {
        if (mayEnd) {
            link.stall();
        }
        readyLinks++;
        if (links.size() < size) {
            openNext();
        } else if (readyLinks == size) {
            ready.complete(links);
        }
    }

    @Override
    public void ended(Link link) {
        ended++;
        if (!mayEnd || !ready.isDone()) {
            failed.accept(new BenchException("the server closed the connection of a " + kind));
        }
    }

    @Override
    public void failed(Link link, Throwable cause) {
        failed.accept(new BenchException("a " + kind + ": " + Reason.of(cause)));
    }

    private void openNext() {
        Link link = maker.apply(links.size());
        links.add(link);
        opening.open(link, !mayEnd, failed);
    }
}
