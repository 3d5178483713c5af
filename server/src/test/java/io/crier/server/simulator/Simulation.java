package io.crier.server.simulator;

import io.crier.server.broker.Broker;
import io.crier.server.command.About;
import io.crier.server.command.CommandTable;
import io.crier.server.command.Commands;
import io.crier.server.command.Conversation;
import io.crier.server.command.Node;
import io.crier.server.command.Pause;
import io.crier.server.command.Shutdown;
import io.crier.server.delivery.GapTeller;
import io.crier.server.delivery.LoopDelivery;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.security.AclLog;
import io.crier.server.security.Entrance;
import io.crier.server.security.Tokens;
import io.crier.server.security.Users;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Peer;
import io.crier.server.session.Presence;
import io.crier.server.session.Roster;
import io.crier.server.session.Session;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.OutputBufferLimits.Limit;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.settings.SlowPolicy;
import io.crier.server.settings.SlowSubscribers;
import io.crier.server.telemetry.Counters;
import io.crier.server.telemetry.ErrorCounts;
import io.crier.server.telemetry.Measurements;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * One run of the core, all in one thread: a seed decides which loop runs its next task, which
 * client sends and reads how much, and who vanishes. The core's calls to its ports (clock,
 * allocator, loop, wire) are places where other loops run in the middle of a task, as other threads
 * would; such a piece of another loop runs whole tasks.
 */
final class Simulation {
    private static final int DEPTH_MAX = 3;
    private static final int NOBODY = -1;
    private static final int SETTLE_ROUNDS_MAX = 100_000;

    private final SplittableRandom dice;
    private final Scenario scenario;
    private final Fault fault;
    private final History history = new History();
    private final SimMemory memory = new SimMemory(this::interleave);
    private final SimClock clock = new SimClock(this::interleave);
    private final List<SimLoop> loops = new ArrayList<>();
    private final List<LoopSessions> sessions = new ArrayList<>();
    private final List<SimClient> clients = new ArrayList<>();
    private final int[] stack = new int[DEPTH_MAX + 1];
    private final Broker broker;
    private final Node node;
    private final Commands commands;
    private final Workload workload;
    private final SlowReaders slowReaders;
    private final PresenceCheck presence;
    private int depth;
    private long step;

    Simulation(long seed, Fault fault, boolean traced) {
        this.dice = new SplittableRandom(seed);
        this.scenario = Scenario.draw(dice);
        this.fault = fault;
        if (traced) {
            history.traceAll();
        }
        Settings settings =
                Settings.defaults()
                        .with(SettingTable.PRESENCE, List.of(Bytes.of("*")))
                        .with(SettingTable.PRESENCE_GRACE, (long) scenario.graceSeconds());
        if (fault == Fault.LONGER_ARGUMENTS) {
            settings = settings.with(SettingTable.BULK_LENGTH_MAX, 1L << 30);
        }
        LiveSettings live = new LiveSettings(settings, null);
        Presence present = new Presence(live, clock);
        presence = new PresenceCheck(present, Workload.names(scenario.names()), history);
        broker = new Broker(scenario.loops());
        Counters counters = new Counters();
        for (int i = 0; i < scenario.loops(); i++) {
            SimLoop loop = new SimLoop(this, i);
            LoopDelivery delivery = new LoopDelivery(broker, loop, clock, counters, memory);
            delivery.policies(
                    fault == Fault.POLICY_ELSEWHERE
                            ? new SlowSubscribers(
                                    List.of(
                                            new SlowSubscribers.Rule(
                                                    Bytes.of("a*"), SlowPolicy.LATEST)))
                            : scenario.policies());
            broker.attach(loop, () -> awake(delivery), scenario.inboxBytesMax());
            loops.add(loop);
            sessions.add(new LoopSessions(broker, delivery, memory, present));
        }
        CommandTable table = Commands.table();
        Users users = new Users(table.vocabulary(), live);
        Tokens tokens = new Tokens(live, clock);
        node =
                new Node(
                        broker,
                        new Roster(sessions),
                        live,
                        users,
                        new Entrance(users, tokens, table.vocabulary()),
                        new AclLog(clock),
                        counters,
                        new ErrorCounts(),
                        Measurements.of(counters, clock),
                        clock,
                        new Pause(clock),
                        new About("0", "0", 0, () -> 0, "none", scenario.loops()),
                        Shutdown.NEVER);
        commands = new Commands(node, table, memory);
        workload = new Workload(dice, scenario);
        slowReaders = new SlowReaders(clock, history, scenario.limit());
        trace(() -> "seed " + seed + ": " + scenario);
    }

    /** A loop may deliver at once or linger, whatever its reasons are. */
    private void awake(LoopDelivery delivery) {
        if (dice.nextInt(4) == 0) {
            delivery.drainLater(Duration.ofNanos(dice.nextInt(2_000_000)));
        } else {
            delivery.drain();
        }
    }

    /** Runs all of it and checks what happened. */
    List<Violation> run() {
        start();
        for (int left = scenario.actions(); left > 0; left--) {
            act();
        }
        finish();
        new Checker(history, clients, scenario).check();
        return history.violations();
    }

    private void start() {
        switch (scenario.witness()) {
            case NONE -> {}
            case OF_CHANNELS -> {
                SimClient witness = connect(true);
                for (String command : List.of("SUBSCRIBE", "SSUBSCRIBE")) {
                    List<byte[]> words = new ArrayList<>(Workload.words(command));
                    Workload.names(scenario.names()).forEach(name -> words.add(name.array()));
                    witness.ask(words);
                }
            }
            case OF_PATTERNS -> connect(true).ask(Workload.words("PSUBSCRIBE", "*"));
        }
        for (int i = 0; i < scenario.clients(); i++) {
            connect(false);
        }
        if (fault == Fault.GHOST_SUBSCRIBER) {
            broker.done(
                    0, broker.register(Kind.CHANNEL, List.of(Bytes.of("a")), 0, new ArrayList<>()));
        }
    }

    private SimClient connect(boolean witness) {
        SimLoop loop = loops.get(dice.nextInt(loops.size()));
        int socketBytes =
                witness ? 1 << 20 : dice.nextInt(3) == 0 ? 200 + dice.nextInt(4_000) : 1 << 18;
        SimWire wire = new SimWire(this, loop, socketBytes);
        SimClient client = new SimClient(this, clients.size(), loop, wire, witness);
        clients.add(client);
        trace(() ->
                "client "
                        + client.id()
                        + " on loop "
                        + loop.index()
                        + ", socket of "
                        + socketBytes
                        + " bytes");
        loop.arrive(() -> {
            Session session =
                    new Session(
                            node.roster().nextId(),
                            sessions.get(loop.index()),
                            wire,
                            new Peer("127.0.0.1:1", "127.0.0.1:6379", -1, false),
                            clock.epochMillis());
            Limit limit = witness || fault == Fault.NO_LIMITS ? Limit.NONE : scenario.limit();
            if (fault == Fault.UNKNOWN_LIMIT && !witness) {
                limit = new Limit(1_000, 0, Duration.ZERO);
            }
            session.limits(limit, limit);
            Conversation conversation = commands.open(session);
            session.identity().name(witness ? Bytes.EMPTY : Bytes.of("p" + client.id() % 3));
            wire.open(session.outbox(), conversation::end);
            client.open(conversation);
            if (!witness && dice.nextInt(3) == 0) {
                client.ask(Workload.words("SUBSCRIBE", MissedNote.PREFIX + session.id()));
            }
        });
        return client;
    }

    private void act() {
        SimClient client = clients.get(dice.nextInt(clients.size()));
        switch (dice.nextInt(40)) {
            case 0, 1, 2, 3, 4, 5, 6 -> ask(client);
            case 7, 8, 9, 10, 11, 12, 13 -> feed(client);
            case 14, 15, 16, 17, 18 -> read(client, 1 + dice.nextInt(5_000));
            case 19 -> advance(dice.nextInt(2_000));
            case 20 -> tick(dice.nextInt(loops.size()));
            case 21 -> rarely(client);
            case 22 -> feedAll(client);
            default -> runSome(1 + dice.nextInt(3));
        }
    }

    private void ask(SimClient client) {
        if (!client.witness()) {
            workload.next(client);
        }
    }

    private void rarely(SimClient client) {
        Conversation listening = client.conversation();
        if (fault == Fault.UNTOLD_GAP && listening != null) {
            listening.session().outbox().teller(GapTeller.SILENT);
        }
        switch (dice.nextInt(10)) {
            case 0 -> {
                if (!client.witness()) {
                    client.vanish();
                }
            }
            case 1, 2 -> client.stall(!client.witness() && !client.stalled());
            case 3 -> connect(false);
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
            conversation.session().takeReply();
        }
    }

    private void feed(SimClient client) {
        client.feed(dice.nextInt(3) == 0 ? 1 + dice.nextInt(20) : 1 + dice.nextInt(2_000));
    }

    private void feedAll(SimClient client) {
        client.feed(Integer.MAX_VALUE);
    }

    private void read(SimClient client, int bytes) {
        if (!client.stalled()) {
            client.wire().read(bytes);
        }
    }

    private void advance(int millis) {
        clock.advance(Duration.ofMillis(millis));
        loops.forEach(SimLoop::fireTimers);
    }

    private void tick(int loop) {
        loops.get(loop)
                .arrive(() -> {
                    sessions.get(loop).delivery().tick();
                    slowReaders.ticked(clientsOf(loop));
                    presence.tick(sessions.get(loop));
                });
    }

    private List<SimClient> clientsOf(int loop) {
        return clients.stream().filter(client -> client.loop().index() == loop).toList();
    }

    private void runSome(int tasks) {
        for (int left = tasks; left > 0; left--) {
            SimLoop loop = loops.get(dice.nextInt(loops.size()));
            if (!loop.idle()) {
                run(loop);
            }
        }
    }

    private void run(SimLoop loop) {
        stack[depth++] = loop.index();
        try {
            loop.runNext();
        } catch (RuntimeException | AssertionError thrown) {
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            history.violated(Guarantee.NO_EXCEPTION, text.toString());
        } finally {
            depth--;
        }
        if (running() != loop.index()) {
            slowReaders.observe(clientsOf(loop.index()), loop.idle());
        }
    }

    /** Lets another loop run some of its tasks in the middle of the one that runs. */
    void interleave() {
        if (depth == 0
                || depth > DEPTH_MAX - 1
                || dice.nextInt(1000) >= scenario.preemptPerMille()) {
            return;
        }
        SimLoop other = loops.get(dice.nextInt(loops.size()));
        for (int left = 1 + dice.nextInt(3);
                left > 0 && !other.idle() && mayRun(other.index());
                left--) {
            run(other);
        }
    }

    private boolean mayRun(int loop) {
        for (int i = 0; i < depth; i++) {
            if (stack[i] == loop) {
                return false;
            }
        }
        return true;
    }

    /** Whether a task that is handed in now gets lost. */
    boolean loses() {
        return fault == Fault.LOST_TASK && depth > 0 && dice.nextInt(50) == 0;
    }

    /** Whether a write is to be sent after the next one. */
    boolean delaysWrite() {
        return fault == Fault.OVERTAKEN_WRITE && dice.nextInt(30) == 0;
    }

    /** Until nothing moves any more: everything is sent, run and, by those who read, read. */
    private void settle() {
        int rounds = 0;
        do {
            if (++rounds > SETTLE_ROUNDS_MAX) {
                history.violated(Guarantee.G7, "the node never comes to rest");
                return;
            }
            while (loops.stream().anyMatch(loop -> !loop.idle())) {
                runSome(1);
            }
            for (SimClient client : clients) {
                if (client.open() && client.hasUnsent() && client.wire().isReading()) {
                    feedAll(client);
                }
                read(client, Integer.MAX_VALUE / 2);
            }
            if (loops.stream().anyMatch(SimLoop::hasTimers)) {
                advance(2_000);
            }
        } while (loops.stream().anyMatch(loop -> !loop.idle() || loop.hasTimers()));
    }

    private void finish() {
        clients.forEach(client -> client.stall(client.stalled() && dice.nextBoolean()));
        settle();
        for (SimClient client : clients) {
            if (client.open() && !client.stalled()) {
                history.stayed(client);
                if (client.hasUnsent() || !client.wire().isReading()) {
                    history.violated(
                            Guarantee.G7, "client " + client.id() + " is never heard to the end");
                }
            }
        }
        presence.agreesWith(clients.getFirst());
        List<SimClient> staying = clients.stream().filter(SimClient::open).toList();
        staying.forEach(SimClient::vanish);
        settle();
        advance(1_000 * scenario.graceSeconds());
        tick(0);
        settle();
        presence.nobodyIsLeft();
        for (Kind kind : Kind.values()) {
            if (broker.count(kind) != 0) {
                history.violated(
                        Guarantee.NOTHING_LEFT,
                        broker.count(kind) + " of " + kind + " are still subscribed");
            }
        }
        for (LoopSessions each : sessions) {
            if (!each.all().isEmpty()) {
                history.violated(Guarantee.NOTHING_LEFT, each.all().size() + " sessions are left");
            }
            each.close();
        }
        if (memory.bytes() != 0) {
            history.violated(Guarantee.NOTHING_LEFT, memory.bytes() + " bytes of buffers are left");
        }
    }

    /** The loop whose task runs; -1 outside of all. */
    int running() {
        return depth == 0 ? NOBODY : stack[depth - 1];
    }

    long nextStep() {
        return ++step;
    }

    /** Whether the client with this id may be killed by another: a witness may not. */
    boolean mayBeKilled(long id) {
        return clients.stream()
                .filter(SimClient::witness)
                .allMatch(witness -> {
                    Conversation conversation = witness.conversation();
                    return conversation != null && conversation.session().id() != id;
                });
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
        history.trace(() -> step + (depth == 0 ? "" : " loop " + running()) + ": " + line.get());
    }
}
