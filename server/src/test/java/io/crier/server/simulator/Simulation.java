package io.crier.server.simulator;

import io.crier.server.command.Conversation;
import io.crier.server.delivery.GapTeller;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.session.Session;
import io.crier.server.settings.OutputBufferLimits.Limit;
import io.crier.server.settings.SlowSubscribers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * One run of the core, all in one thread: a seed decides which loop runs its next task, which
 * client sends and reads how much, who vanishes, and what is changed on the way. The core's calls
 * to its ports (clock, allocator, loop, wire) are places where other loops run in the middle of a
 * task, as other threads would; such a piece of another loop runs whole tasks.
 */
final class Simulation {
    private static final int SETTLE_ROUNDS_MAX = 100_000;
    private static final int DAY_SECONDS = 86_400;

    private final SplittableRandom dice;
    private final Scenario scenario;
    private final Fault fault;
    private final History history = new History();
    private final SimMemory memory = new SimMemory(this::interleave);
    private final SimClock clock;
    private final Turns turns;
    private final SimNode node;
    private final Regime regime;
    private final Rights rights;
    private final List<SimClient> clients = new ArrayList<>();
    private final List<List<SimClient>> clientsOf = new ArrayList<>();
    private final Workload workload;
    private final SlowReaders slowReaders;
    private final Lifetimes lifetimes;
    private final PresenceCheck presence;
    private long step;

    Simulation(long seed, Fault fault, boolean traced) {
        this.dice = new SplittableRandom(seed);
        this.scenario = Scenario.draw(dice);
        this.fault = fault;
        if (traced) {
            history.traceAll();
        }
        clock = new SimClock(this::interleave, fault);
        regime = new Regime(scenario);
        slowReaders = new SlowReaders(clock, history, regime);
        turns = new Turns(dice, scenario.preemptPerMille(), history, this::observe);
        for (int i = 0; i < scenario.loops(); i++) {
            turns.add(new SimLoop(this, i));
            clientsOf.add(new ArrayList<>());
        }
        node = new SimNode(scenario, fault, turns.loops(), clock, memory, dice);
        rights = new Rights(dice, scenario.guests(), node.users(), fault);
        presence = new PresenceCheck(node.presence(), Workload.names(scenario.names()), history);
        lifetimes = new Lifetimes(scenario, dice, clock, history);
        workload = new Workload(dice, scenario);
        trace(() -> "seed " + seed + ": " + scenario);
    }

    private void observe(SimLoop loop) {
        slowReaders.observe(loop.index(), clientsOf(loop.index()), loop.idle());
    }

    /** Runs all of it and checks what happened. */
    List<Violation> run() {
        start();
        for (int left = scenario.actions(); left > 0; left--) {
            act();
        }
        new Farewell(this, scenario, presence, node).run();
        new Checker(history, clients, regime, rights, lifetimes, scenario.rate()).check();
        return history.violations();
    }

    private void start() {
        switch (scenario.witness()) {
            case NONE -> {}
            case OF_CHANNELS -> {
                SimClient witness = connect(Role.WITNESS);
                for (String command : List.of("SUBSCRIBE", "SSUBSCRIBE")) {
                    List<byte[]> words = new ArrayList<>(Workload.words(command));
                    Workload.names(scenario.names()).forEach(name -> words.add(name.array()));
                    witness.ask(words);
                }
            }
            case OF_PATTERNS -> connect(Role.WITNESS).ask(Workload.words("PSUBSCRIBE", "*"));
        }
        if (!rights.none()) {
            connect(Role.WARDEN);
        }
        for (int i = 0; i < scenario.clients(); i++) {
            connectAny();
        }
        if (fault == Fault.GHOST_SUBSCRIBER) {
            node.registerNobody();
        }
    }

    private void connectAny() {
        connect(!rights.none() && dice.nextInt(3) == 0 ? Role.GUEST : Role.ANYONE);
    }

    private SimClient connect(Role role) {
        SimLoop loop = turns.any();
        int socketBytes =
                role.stays() ? 1 << 20 : dice.nextInt(3) == 0 ? 200 + dice.nextInt(4_000) : 1 << 18;
        SimWire wire = new SimWire(this, loop, socketBytes, role.stays());
        SimClient client = new SimClient(this, clients.size(), loop, wire, role);
        clients.add(client);
        clientsOf.get(loop.index()).add(client);
        trace(() ->
                "client "
                        + client.id()
                        + ", "
                        + role
                        + ", on loop "
                        + loop.index()
                        + ", socket of "
                        + socketBytes
                        + " bytes");
        if (role == Role.GUEST) {
            client.ask(Workload.words("HELLO", "3"));
        }
        loop.arrive(() -> open(client));
        return client;
    }

    private void open(SimClient client) {
        Session session = node.open(client.loop(), client.wire());
        limit(client, session);
        Conversation conversation = node.conversation(session);
        session.identity().name(client.role() == Role.WITNESS ? Bytes.EMPTY : name(client));
        client.wire().open(session.outbox(), conversation::end);
        client.open(conversation);
        if (client.role() == Role.GUEST) {
            rights.letIn(client, session, lifetimes.draw());
        } else if (!client.role().stays() && dice.nextInt(3) == 0) {
            client.ask(Workload.words("SUBSCRIBE", MissedNote.PREFIX + session.id()));
        }
    }

    private static Bytes name(SimClient client) {
        return Bytes.of("p" + client.id() % 3);
    }

    private void limit(SimClient client, Session session) {
        boolean none = client.role().stays() || fault == Fault.NO_LIMITS;
        Limit limit = none ? Limit.NONE : regime.limit(client.loop().index());
        if (fault == Fault.UNKNOWN_LIMIT && !client.role().stays()) {
            limit = new Limit(1_000, 0, Duration.ZERO);
        }
        session.limits(limit, limit);
    }

    private void act() {
        SimClient client = clients.get(dice.nextInt(clients.size()));
        Conversation listening = client.conversation();
        if (fault == Fault.UNTOLD_GAP && listening != null) {
            listening.session().outbox().teller(GapTeller.SILENT);
        }
        switch (dice.nextInt(40)) {
            case 0, 1, 2, 3, 4, 5, 6 -> ask(client);
            case 7, 8, 9, 10, 11, 12, 13 -> feed(client);
            case 14, 15, 16, 17, 18 -> read(client, 1 + dice.nextInt(5_000));
            case 19 -> passTime();
            case 20 -> tick(dice.nextInt(scenario.loops()));
            case 21 -> rarely(client);
            case 22 -> client.feed(Integer.MAX_VALUE);
            case 23 -> reform();
            default -> turns.runSome(1 + dice.nextInt(3));
        }
    }

    private void ask(SimClient client) {
        switch (client.role()) {
            case WITNESS -> {}
            case WARDEN -> rights.change(client);
            case GUEST -> workload.nextOfGuest(client);
            case ANYONE -> workload.next(client);
        }
    }

    private void rarely(SimClient client) {
        boolean stays = client.role().stays();
        switch (dice.nextInt(10)) {
            case 0 -> {
                if (!stays) {
                    client.feed(dice.nextInt(100));
                    client.vanish();
                }
            }
            case 1, 2 -> client.stall(!stays && !client.stalled());
            case 3 -> connectAny();
            case 4, 5 -> settle();
            default -> {
                if (fault == Fault.UNCONFIRMED_SUBSCRIPTION && client.open()) {
                    client.loop().arrive(() -> subscribeSilently(client));
                }
            }
        }
    }

    private void subscribeSilently(SimClient client) {
        Conversation conversation = client.conversation();
        if (conversation != null && client.open()) {
            conversation.session().subscribe(Kind.CHANNEL, List.of(Bytes.of("a"), Bytes.of("b")));
            conversation.session().reply().take();
        }
    }

    private void feed(SimClient client) {
        client.feed(dice.nextInt(3) == 0 ? 1 + dice.nextInt(20) : 1 + dice.nextInt(2_000));
    }

    private static void read(SimClient client, int bytes) {
        if (!client.stalled()) {
            client.wire().read(bytes);
        }
    }

    /** A little, or much at once; and now and then somebody sets the time of day. */
    private void passTime() {
        if (dice.nextInt(4) == 0) {
            setTimeOfDay();
        }
        advance(dice.nextInt(20) == 0 ? dice.nextInt(100_000_000) : dice.nextInt(2_000));
    }

    void setTimeOfDay() {
        clock.set(Duration.ofSeconds(dice.nextInt(-30 * DAY_SECONDS, 30 * DAY_SECONDS)));
    }

    void advance(int millis) {
        clock.advance(Duration.ofMillis(millis));
        history.time(step, clock.nanos());
        turns.loops().forEach(SimLoop::fireTimers);
    }

    void tick(int loop) {
        turns.loops()
                .get(loop)
                .arrive(() -> {
                    node.sessions(loop).delivery().tick();
                    slowReaders.ticked(loop, clientsOf(loop));
                    presence.tick(node.sessions(loop));
                    long before = nextStep();
                    long now = clock.epochMillis();
                    node.sessions(loop).endExpired(now);
                    lifetimes.ticked(clientsOf(loop), before, now);
                });
    }

    /** Somebody changes a limit or the policies: each loop learns of it by a task. */
    private void reform() {
        if (!scenario.changing()) {
            return;
        }
        if (dice.nextBoolean()) {
            SlowSubscribers policies = Scenario.policies(dice);
            regime.announce(policies);
            trace(() -> "from now on " + policies);
            for (SimLoop loop : turns.loops()) {
                loop.arrive(() -> regime.tell(node.sessions(loop.index()).delivery()));
            }
        } else {
            Limit limit = Scenario.limit(dice);
            regime.announce(limit);
            trace(() -> "from now on " + limit);
            turns.loops().forEach(loop -> loop.arrive(() -> reform(loop.index(), limit)));
        }
    }

    private void reform(int loop, Limit limit) {
        regime.inForce(loop, limit);
        slowReaders.changed(loop, clientsOf(loop));
        for (SimClient client : clientsOf(loop)) {
            Conversation conversation = client.conversation();
            if (conversation != null && fault != Fault.UNTOLD_LIMIT) {
                limit(client, conversation.session());
            }
        }
    }

    private List<SimClient> clientsOf(int loop) {
        return clientsOf.get(loop);
    }

    void interleave() {
        turns.interleave();
    }

    /** Whether a task that is handed in now gets lost. */
    boolean loses() {
        return fault == Fault.LOST_TASK && running() != Turns.NOBODY && dice.nextInt(50) == 0;
    }

    /** Whether a write is to be sent after the next one. */
    boolean delaysWrite() {
        return fault == Fault.OVERTAKEN_WRITE && dice.nextInt(30) == 0;
    }

    /** How many bytes a socket takes or brings now, at most. */
    int cut() {
        int most = scenario.cutBytesMax();
        return most == Integer.MAX_VALUE ? most : 1 + dice.nextInt(most);
    }

    /** Until nothing moves any more: everything is sent, run and, by those who read, read. */
    void settle() {
        int rounds = 0;
        do {
            if (++rounds > SETTLE_ROUNDS_MAX) {
                history.violated(Guarantee.G7, "the node never comes to rest");
                return;
            }
            turns.runAll();
            for (SimClient client : clients) {
                if (client.open() && client.hasUnsent() && client.wire().isReading()) {
                    client.feed(Integer.MAX_VALUE);
                }
                read(client, Integer.MAX_VALUE / 2);
            }
            if (turns.hasTimers()) {
                advance(2_000);
            }
        } while (!turns.idle() || turns.hasTimers());
    }

    /** Until no loop has a task, with no time passing. */
    void runAll() {
        turns.runAll();
    }

    /** The loop whose task runs, or {@link Turns#NOBODY}. */
    int running() {
        return turns.running();
    }

    long nextStep() {
        return ++step;
    }

    /** Whether the client with this id may be killed by another. */
    boolean mayBeKilled(long id) {
        for (SimClient client : clients) {
            Conversation conversation = client.conversation();
            if (client.role().stays()
                    && (conversation == null || conversation.session().id() == id)) {
                return false;
            }
        }
        return true;
    }

    List<SimClient> clients() {
        return clients;
    }

    SplittableRandom dice() {
        return dice;
    }

    Fault fault() {
        return fault;
    }

    SimClock clock() {
        return clock;
    }

    SimMemory memory() {
        return memory;
    }

    History history() {
        return history;
    }

    void trace(Supplier<String> line) {
        history.trace(() -> {
            int loop = running();
            return step + (loop == Turns.NOBODY ? "" : " loop " + loop) + ": " + line.get();
        });
    }
}
