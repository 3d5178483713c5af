package io.crier.server.web;

import io.crier.server.session.LoopSessions;
import io.crier.server.threading.OnLoop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the browsers of one loop share: tables to write in, and the watch over silent ones. */
@OnLoop
final class LoopWeb {
    private final JsonBytes json = new JsonBytes();
    private final TextFrames frames = new TextFrames();
    private final Watcher watcher = new Watcher();
    private final Set<Watched> watched = new LinkedHashSet<>();
    private boolean leaving;

    /** Somebody who is looked after some times a minute. */
    interface Watched {
        void look(long nowMillis);

        /** The server goes down: ends when what was asked is answered, and what waits is sent. */
        void leave();
    }

    LoopWeb(LoopSessions sessions) {
        new Pushes(frames).serve(sessions.delivery());
    }

    JsonBytes json() {
        return json;
    }

    TextFrames frames() {
        return frames;
    }

    void watch(Watched client) {
        watched.add(client);
        if (leaving) {
            client.leave();
        }
    }

    void forget(Watched client) {
        watched.remove(client);
    }

    /** How many connections of a kind there are here. */
    int count(Class<? extends Watched> kind) {
        return (int) watched.stream().filter(kind::isInstance).count();
    }

    /** Those who stay connected: WebSocket and events. */
    List<StayingConnection<?>> staying() {
        List<StayingConnection<?>> staying = new ArrayList<>();
        for (Watched client : watched) {
            if (client instanceof StayingConnection<?> stays) {
                staying.add(stays);
            }
        }
        return staying;
    }

    /** The server goes down: everyone leaves, and who comes as well. */
    void leave() {
        leaving = true;
        List.copyOf(watched).forEach(Watched::leave);
    }

    Watcher watcher() {
        return watcher;
    }

    void look(long nowMillis) {
        List<Watched> all = new ArrayList<>(watched);
        all.forEach(client -> client.look(nowMillis));
    }

    /** Gives back memory; nothing may be written any more. */
    void close() {
        frames.close();
    }
}
