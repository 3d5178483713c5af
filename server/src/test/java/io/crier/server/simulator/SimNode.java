package io.crier.server.simulator;

import io.crier.server.broker.Broker;
import io.crier.server.command.About;
import io.crier.server.command.CommandTable;
import io.crier.server.command.Commands;
import io.crier.server.command.Conversation;
import io.crier.server.command.Node;
import io.crier.server.command.Pause;
import io.crier.server.command.Shutdown;
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
import io.crier.server.settings.LogTable;
import io.crier.server.settings.PublishRate;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.settings.SlowPolicy;
import io.crier.server.settings.SlowSubscribers;
import io.crier.server.telemetry.Counters;
import io.crier.server.telemetry.ErrorCounts;
import io.crier.server.telemetry.Measurements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The core, wired by hand to the simulator's ports. */
final class SimNode {
    private static final CommandTable TABLE = Commands.table();

    private final Broker broker;
    private final Node node;
    private final Commands commands;
    private final Users users;
    private final Presence presence;
    private final SimClock clock;
    private final List<LoopSessions> sessions = new ArrayList<>();

    SimNode(
            Scenario scenario,
            Fault fault,
            List<SimLoop> loops,
            SimClock clock,
            SimMemory memory,
            SplittableRandom dice) {
        this.clock = clock;
        LiveSettings live = new LiveSettings(settings(scenario, fault), null);
        presence = new Presence(live, clock);
        broker = new Broker(loops.size());
        Counters counters = new Counters();
        for (SimLoop loop : loops) {
            LoopDelivery delivery = new LoopDelivery(broker, loop, clock, counters, memory);
            delivery.policies(policies(scenario, fault));
            broker.attach(loop, () -> awake(delivery, dice), scenario.inboxBytesMax());
            sessions.add(new LoopSessions(broker, delivery, memory, presence));
        }
        users = new Users(TABLE.vocabulary(), live);
        List<LoopSessions> known = new ArrayList<>(sessions);
        if (fault == Fault.FORGOTTEN_LOOP) {
            LoopDelivery last = sessions.getLast().delivery();
            known.set(loops.size() - 1, new LoopSessions(broker, last, memory, presence));
        }
        node =
                new Node(
                        broker,
                        new io.crier.server.history.History(broker, live, clock),
                        new Roster(known),
                        live,
                        users,
                        entrance(scenario, fault, live),
                        new AclLog(clock),
                        counters,
                        new ErrorCounts(),
                        Measurements.of(counters, clock),
                        clock,
                        new Pause(clock),
                        new About("0", "0", 0, () -> 0, "none", loops.size()),
                        Shutdown.NEVER);
        commands = new Commands(node, TABLE, memory);
    }

    private Entrance entrance(Scenario scenario, Fault fault, LiveSettings live) {
        Users known = users;
        if (fault == Fault.FORGOTTEN_CHANGES) {
            known = new Users(TABLE.vocabulary(), live);
            Rights.begin(known, scenario.guests());
        }
        return new Entrance(known, new Tokens(live, clock), TABLE.vocabulary());
    }

    private static Settings settings(Scenario scenario, Fault fault) {
        long grace = fault == Fault.SHORTER_GRACE ? 0 : scenario.graceSeconds();
        PublishRate rate = rate(scenario, fault);
        Settings settings =
                Settings.defaults()
                        .with(SettingTable.PUBLISH_RATE, rate == null ? List.of() : List.of(rate))
                        .with(LogTable.LATENCY_TRACKING, false)
                        .with(SettingTable.PRESENCE, List.of(Bytes.of("*")))
                        .with(SettingTable.PRESENCE_GRACE, grace);
        return fault == Fault.LONGER_ARGUMENTS
                ? settings.with(SettingTable.BULK_LENGTH_MAX, 1L << 30)
                : settings;
    }

    private static @Nullable PublishRate rate(Scenario scenario, Fault fault) {
        PublishRate promised = scenario.rate();
        if (promised == null) {
            return null;
        }
        return switch (fault) {
            case HIGHER_RATE ->
                    new PublishRate(promised.users(), promised.perSecond(), promised.burst() + 5);
            case LOWER_RATE -> new PublishRate(promised.users(), 1, 1);
            default -> promised;
        };
    }

    private static SlowSubscribers policies(Scenario scenario, Fault fault) {
        return fault == Fault.POLICY_ELSEWHERE
                ? new SlowSubscribers(
                        List.of(new SlowSubscribers.Rule(Bytes.of("a*"), SlowPolicy.LATEST)))
                : scenario.policies();
    }

    /** A loop may deliver at once or linger, whatever its reasons are. */
    private static void awake(LoopDelivery delivery, SplittableRandom dice) {
        if (dice.nextInt(4) == 0) {
            delivery.drainLater(Duration.ofNanos(dice.nextInt(2_000_000)));
        } else {
            delivery.drain();
        }
    }

    /** A client has connected to this loop. */
    Session open(SimLoop loop, SimWire wire) {
        return new Session(
                node.roster().nextId(),
                sessions.get(loop.index()),
                wire,
                new Peer("127.0.0.1:1", "127.0.0.1:6379", -1, false),
                clock.epochMillis());
    }

    Conversation conversation(Session session) {
        return commands.open(session);
    }

    /** Counts a subscriber of {@code a} whom no loop knows. */
    void registerNobody() {
        broker.done(0, broker.register(Kind.CHANNEL, List.of(Bytes.of("a")), 0, new ArrayList<>()));
    }

    /** What each loop has. */
    LoopSessions sessions(int loop) {
        return sessions.get(loop);
    }

    Users users() {
        return users;
    }

    Presence presence() {
        return presence;
    }

    /** Everybody is gone: finds what is left of them, and closes. */
    void close(History history) {
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
    }
}
