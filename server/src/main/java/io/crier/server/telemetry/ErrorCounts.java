package io.crier.server.telemetry;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each error code was answered. Any thread may count; the number of codes is bounded. */
public final class ErrorCounts {
    private static final int CODES_MAX = 128;

    private final Map<String, LongAdder> byCode = new ConcurrentHashMap<>();
    private final LongAdder total = new LongAdder();

    /** Counts an error whose text begins with its code. */
    public void count(String text) {
        int space = text.indexOf(' ');
        String code = space < 0 ? text : text.substring(0, space);
        total.increment();
        LongAdder known = byCode.get(code);
        if (known == null && byCode.size() < CODES_MAX) {
            known = byCode.computeIfAbsent(code, _ -> new LongAdder());
        }
        if (known != null) {
            known.increment();
        }
    }

    public long total() {
        return total.sum();
    }

    /** The counts, by code in alphabetical order. */
    public Map<String, Long> byCode() {
        Map<String, Long> counts = new TreeMap<>();
        byCode.forEach((code, count) -> counts.put(code, count.sum()));
        return counts;
    }

    public void reset() {
        byCode.clear();
        total.reset();
    }
}
