package io.crier.server.simulator;

import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.security.Account;
import io.crier.server.security.Users;
import io.crier.server.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What each guest's user may hear and publish, and every change that the warden made to it. */
final class Rights {
    /** Where guests are told of what they missed: that is never taken away. */
    private static final String MISSED = MissedNote.PREFIX + "*";

    private static final List<String> CHANNELS =
            List.of("a", "b", "ab", "news.1", "a*", "*b", "?", "news.*", "c1*", "e:*", MISSED);

    private static final long OTHER_EXPIRY_MILLIS = 5_000;

    /** A user as it is from one request of the warden on. */
    record Change(String user, boolean deleted, boolean all, List<Bytes> channels, Question by) {
        /** When it took effect at the earliest. */
        long begins() {
            return by.fedStep;
        }

        /** When it was surely in effect. */
        long surely() {
            return by.answeredStep;
        }

        /** A pattern is allowed literally, a channel by what matches it. */
        boolean allows(Kind kind, Bytes name) {
            if (deleted) {
                return false;
            }
            return all
                    || (kind == Kind.PATTERN
                            ? channels.contains(name)
                            : channels.stream().anyMatch(each -> NaiveGlob.matches(each, name)));
        }

        /** Whether it allows all that an act names. */
        boolean allows(Act act) {
            Kind kind = act.of().kind();
            return !deleted
                    && (kind == null
                            || act.of().names().stream().allMatch(name -> allows(kind, name)));
        }
    }

    private final SplittableRandom dice;
    private final int users;
    private final Users server;
    private final Fault fault;
    private final List<Change> changes = new ArrayList<>();

    /**
     * @param users how many guests' users there are; they may do everything at first
     * @param server the users of the core
     */
    Rights(SplittableRandom dice, int users, Users server, Fault fault) {
        this.dice = dice;
        this.users = users;
        this.server = server;
        this.fault = fault;
        begin(server, users);
        for (int i = 0; i < users; i++) {
            Question first = new Question(Workload.words("ACL"));
            first.fedStep = 0;
            first.answeredStep = 0;
            changes.add(new Change("g" + i, false, true, List.of(), first));
        }
    }

    /** Lets all users do everything. */
    static void begin(Users server, int users) {
        for (int i = 0; i < users; i++) {
            server.set(Bytes.of("g" + i), List.of("on", "nopass", "+@all", "allchannels"));
        }
    }

    boolean none() {
        return users == 0;
    }

    private String anyUser() {
        return "g" + dice.nextInt(users);
    }

    /**
     * Lets a guest in as any of the users, if there is one; it vanishes otherwise.
     *
     * @param expiresMillis when it is to go, by the time of day
     */
    void letIn(SimClient guest, Session session, long expiresMillis) {
        String user = anyUser();
        Account account = server.enabled(Bytes.of(user));
        if (account == null) {
            guest.vanish();
            return;
        }
        session.identity().login(account);
        guest.letIn(user, expiresMillis);
        if (dice.nextInt(3) != 0) {
            guest.ask(Workload.words("SUBSCRIBE", MissedNote.PREFIX + session.id()));
        }
        if (guest.expires()) {
            session.expires(
                    switch (fault) {
                        case LATER_EXPIRY -> expiresMillis + OTHER_EXPIRY_MILLIS;
                        case EARLIER_EXPIRY -> expiresMillis - OTHER_EXPIRY_MILLIS;
                        default -> expiresMillis;
                    });
        }
    }

    /** All that there was of one user, in order. */
    List<Change> of(String user) {
        return changes.stream().filter(change -> change.user.equals(user)).toList();
    }

    /** Lets the warden change one user, or delete it. */
    void change(SimClient warden) {
        String user = anyUser();
        if (dice.nextInt(6) == 0) {
            Question by = warden.ask(Workload.words("ACL", "DELUSER", user));
            changes.add(new Change(user, true, false, List.of(), by));
            return;
        }
        boolean all = dice.nextInt(4) == 0;
        List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", user, "on", "nopass"));
        words.addAll(List.of("+@all", all ? "allchannels" : "resetchannels"));
        List<Bytes> channels = new ArrayList<>();
        for (String channel : all ? List.<String>of() : CHANNELS) {
            if (channel.equals(MISSED) || dice.nextInt(3) == 0) {
                channels.add(Bytes.of(channel));
                if (fault != Fault.STRICTER_RULES) {
                    words.add("&" + channel);
                }
            }
        }
        Question by = warden.ask(Workload.words(words.toArray(String[]::new)));
        changes.add(new Change(user, false, all, channels, by));
    }
}
