package io.crier.server.session;

import io.crier.server.broker.Glob;
import io.crier.server.delivery.SkipMeter;
import io.crier.server.message.Bytes;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is counted for the channels of certain patterns. Any thread may count and read. */
public final class ChannelMeters implements SkipMeter {
    /** The counts of all channels that a pattern is the first to match. */
    public static final class Meter {
        private final Bytes pattern;
        private final Glob glob;
        private final LongAdder publishes = new LongAdder();
        private final LongAdder deliveries = new LongAdder();
        private final LongAdder missed = new LongAdder();

        private Meter(Bytes pattern) {
            this.pattern = pattern;
            this.glob = Glob.compile(pattern);
        }

        public Bytes pattern() {
            return pattern;
        }

        public LongAdder publishes() {
            return publishes;
        }

        /** How many subscribers the publishes reached. */
        public LongAdder deliveries() {
            return deliveries;
        }

        /** How many messages were skipped for slow subscribers. */
        public LongAdder missed() {
            return missed;
        }

        void published(int receivers) {
            publishes.increment();
            deliveries.add(receivers);
        }
    }

    private final List<Meter> all;

    public ChannelMeters(List<Bytes> patterns) {
        all = patterns.stream().map(Meter::new).toList();
    }

    /** In the order of the patterns. */
    public List<Meter> all() {
        return all;
    }

    @Override
    public void skipped(Bytes channel, int count) {
        Meter meter = of(channel);
        if (meter != null) {
            meter.missed.add(count);
        }
    }

    /** The first that matches; null if none does. */
    @Nullable Meter of(Bytes channel) {
        for (Meter meter : all) {
            if (meter.glob.matches(channel)) {
                return meter;
            }
        }
        return null;
    }
}
