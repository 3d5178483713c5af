package io.crier.server.simulator;

import io.crier.server.message.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The end of a run: all is sent and read, then everybody goes, and nothing may be left. */
final class Farewell {
    private final Simulation simulation;
    private final Scenario scenario;
    private final PresenceCheck presence;
    private final SimNode node;
    private final History history;

    Farewell(Simulation simulation, Scenario scenario, PresenceCheck presence, SimNode node) {
        this.simulation = simulation;
        this.scenario = scenario;
        this.presence = presence;
        this.node = node;
        this.history = simulation.history();
    }

    void run() {
        List<SimClient> clients = simulation.clients();
        clients.forEach(
                client -> client.stall(client.stalled() && simulation.dice().nextBoolean()));
        simulation.settle();
        clients.forEach(this::stayed);
        presence.agreesWith(clients.getFirst());
        everybodyGoes();
        presence.nobodyIsLeft();
        node.close(history);
        long left = simulation.memory().bytes();
        if (left != 0) {
            history.violated(Guarantee.NOTHING_LEFT, left + " bytes of buffers are left");
        }
    }

    private void stayed(SimClient client) {
        if (client.open() && !client.stalled()) {
            history.stayed(client);
            if (client.hasUnsent() || !client.wire().isReading()) {
                history.violated(
                        Guarantee.G7, "client " + client.id() + " is never heard to the end");
            }
        }
    }

    /** Their names stay for the grace, by whatever the time of day is set, and no longer. */
    private void everybodyGoes() {
        Map<Bytes, Set<Bytes>> connected = presence.connected();
        simulation.clients().stream().filter(SimClient::open).forEach(SimClient::vanish);
        simulation.runAll();
        int graceMillis = 1_000 * scenario.graceSeconds();
        if (graceMillis > 0) {
            simulation.setTimeOfDay();
            simulation.advance(graceMillis - 1);
            simulation.tick(0);
            simulation.runAll();
            presence.stillThere(connected);
        }
        simulation.setTimeOfDay();
        simulation.settle();
        simulation.advance(graceMillis);
        simulation.tick(0);
        simulation.settle();
    }
}
