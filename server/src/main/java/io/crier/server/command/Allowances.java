package io.crier.server.command;

import io.crier.server.broker.Glob;
import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.PublishRate;
import io.crier.server.settings.Settings;
import io.crier.server.threading.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What each user may publish, as the settings say now. Any thread may ask. Users are kept while
 * they have used something of their allowance, and at most {@value #USERS_MAX}: when there are
 * more, those who have all of it are forgotten, and if that are none, everybody has all of it
 * again.
 */
final class Allowances {
    private static final int USERS_MAX = 65_536;

    private final LiveSettings settings;
    private final Clock clock;
    private volatile Era era;

    Allowances(LiveSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.era = new Era(settings.current());
    }

    /**
     * What holds for a user now.
     *
     * @param last what was answered before, perhaps for another user; null at first
     */
    Allowance of(Bytes user, @Nullable Allowance last) {
        Era now = current();
        return last != null && last.holds(now, user) ? last : find(now, user);
    }

    @SuppressWarnings("ReferenceEquality") // settings change by being replaced
    private Era current() {
        Era now = era;
        Settings set = settings.current();
        return now.settings == set ? now : follow(set);
    }

    private synchronized Era follow(Settings set) {
        if (era.hasRatesOf(set)) {
            era.settings = set;
        } else {
            era = new Era(set);
        }
        return era;
    }

    private Allowance find(Era now, Bytes user) {
        Allowance known = now.users.get(user);
        if (known != null) {
            return known;
        }
        Allowance made = now.make(user, clock.nanos());
        if (made.unlimited()) {
            return made;
        }
        if (now.users.size() >= USERS_MAX) {
            forget(now);
        }
        Allowance first = now.users.putIfAbsent(user, made);
        return first == null ? made : first;
    }

    private synchronized void forget(Era now) {
        if (now.users.size() < USERS_MAX) {
            return;
        }
        long nanos = clock.nanos();
        forgetIf(now, allowance -> allowance.isFull(nanos));
        if (now.users.size() >= USERS_MAX) {
            forgetIf(now, allowance -> true);
        }
    }

    private static void forgetIf(Era now, Predicate<Allowance> some) {
        now.users
                .values()
                .removeIf(allowance -> {
                    boolean forgotten = some.test(allowance);
                    if (forgotten) {
                        allowance.forget();
                    }
                    return forgotten;
                });
    }

    /** The time in which the rates are the same. */
    private static final class Era {
        final ConcurrentHashMap<Bytes, Allowance> users = new ConcurrentHashMap<>();
        private final List<Rule> publishes;
        private final List<Rule> bytes;

        /** The latest with these rates. */
        volatile Settings settings;

        Era(Settings settings) {
            this.settings = settings;
            this.publishes = settings.publishRates().stream().map(Rule::of).toList();
            this.bytes = settings.publishByteRates().stream().map(Rule::of).toList();
        }

        boolean hasRatesOf(Settings other) {
            return settings.publishRates().equals(other.publishRates())
                    && settings.publishByteRates().equals(other.publishByteRates());
        }

        Allowance make(Bytes user, long nowNanos) {
            return new Allowance(this, user, first(publishes, user), first(bytes, user), nowNanos);
        }

        private static @Nullable PublishRate first(List<Rule> rules, Bytes user) {
            for (Rule rule : rules) {
                if (rule.users.matches(user)) {
                    return rule.rate;
                }
            }
            return null;
        }
    }

    private record Rule(Glob users, PublishRate rate) {
        static Rule of(PublishRate rate) {
            return new Rule(Glob.compile(rate.users()), rate);
        }
    }
}
