/** Seconds of history, each a sample. */
export const HISTORY_MAX = 900;

/** Longer between two samples, and there is a gap in the plots. */
const GAP_MILLIS = 4_000;

/** The server's counters over time, as rates. */
export class Samples {
    #previous = null;
    #columns = { time: [] };

    /** In seconds, of each sample. */
    get time() {
        return this.#columns.time;
    }

    column(name) {
        return this.#columns[name] ?? [];
    }

    /** Takes what the server told; true if it counts from the start again. */
    add(stats) {
        const previous = this.#previous;
        this.#previous = stats;
        const millis = previous === null ? 0 : stats.nowMillis - previous.nowMillis;
        if (millis < 0) {
            this.#columns = { time: [] };
        }
        const restarted = previous !== null && stats.publishes < previous.publishes;
        const comparable = millis > 0 && millis <= GAP_MILLIS && !restarted;
        const perSecond = (name) =>
            comparable ? ((stats[name] - previous[name]) * 1000) / millis : null;
        if (millis > 1 && !comparable) {
            this.#append({ time: (previous.nowMillis + 1) / 1000 });
        }
        this.#append({
            time: stats.nowMillis / 1000,
            publishes: perSecond("publishes"),
            deliveries: perSecond("deliveries"),
            bytesIn: perSecond("bytesIn"),
            bytesOut: perSecond("bytesOut"),
            ...stats.connections,
            lagMax: Math.max(0, ...stats.loopLagMicros),
            lagMedian: median(stats.loopLagMicros),
            heap: stats.memory.heap,
            direct: stats.memory.direct,
            resident: stats.memory.resident,
        });
        return restarted;
    }

    #append(row) {
        for (const name of Object.keys(row)) {
            this.#columns[name] ??= this.time.map(() => null);
        }
        for (const [name, values] of Object.entries(this.#columns)) {
            values.push(row[name] ?? null);
            if (values.length > HISTORY_MAX) {
                values.shift();
            }
        }
    }
}

function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted.length === 0 ? 0 : sorted[(sorted.length - 1) >> 1];
}
