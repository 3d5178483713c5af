import { backoffMillis } from "./connection.js";
import { byId, element } from "./dom.js";
import { byteRate, bytes, duration, micros, rate, whole } from "./format.js";
import { printable } from "./names.js";
import { askPassword, authorization } from "./password.js";
import { BINARY, Plot, WHOLE } from "./plots.js";
import { Samples } from "./samples.js";

const PERIOD_MILLIS = 1_000;
const ANSWER_MILLIS_MAX = 5_000;

/** The server's numbers, asked for once per second while somebody looks. */
class Dashboard {
    #samples = new Samples();
    #plots;
    #firstEnded = null;
    #failures = 0;
    #timer = 0;
    #asking = false;
    #paused = false;

    constructor() {
        this.#plots = this.#makePlots(byId("plots"));
        byId("window").addEventListener("change", (event) => {
            this.#plots.forEach((plot) => {
                plot.seconds = Number(event.target.value);
            });
        });
        byId("pause").addEventListener("click", () => this.#pause(!this.#paused));
        document.addEventListener("visibilitychange", () => this.#next(0));
        this.#next(0);
    }

    #makePlots(parent) {
        const plot = (title, format, ...series) => {
            const steps = format === bytes || format === byteRate ? BINARY : WHOLE;
            return new Plot(parent, title, series, format, steps, this.#samples);
        };
        const one = (name, column) => ({ name, column });
        return [
            plot("Publishes", rate, one("publishes", "publishes")),
            plot("Deliveries", rate, one("deliveries", "deliveries")),
            plot("Traffic", byteRate, one("out", "bytesOut"), one("in", "bytesIn")),
            plot(
                "Connections",
                whole,
                one("RESP", "resp"),
                one("WebSocket", "websocket"),
                one("events", "events"),
                one("HTTP", "http"),
            ),
            plot("Loop lag", micros, one("worst", "lagMax"), one("median", "lagMedian")),
            plot(
                "Memory",
                bytes,
                one("resident", "resident"),
                one("heap", "heap"),
                one("direct", "direct"),
            ),
        ];
    }

    /** Asks after a while, unless nobody looks or an answer is awaited. */
    #next(millis) {
        clearTimeout(this.#timer);
        if (!document.hidden && !this.#paused && !this.#asking) {
            this.#timer = setTimeout(() => this.#ask(), millis);
        }
    }

    async #ask() {
        const start = performance.now();
        this.#asking = true;
        try {
            this.#show(await stats());
            this.#failures = 0;
            this.#tell("good", "Live");
        } catch (error) {
            this.#failures++;
            this.#tell("bad", "No answer (" + error.message + "). Trying again…");
        } finally {
            this.#asking = false;
        }
        const wait = PERIOD_MILLIS - (performance.now() - start);
        this.#next(this.#failures === 0 ? Math.max(0, wait) : backoffMillis(this.#failures + 1));
    }

    #show(stats) {
        if (this.#samples.add(stats)) {
            this.#firstEnded = null;
        }
        this.#firstEnded ??= stats.ended;
        this.#plots.forEach((plot) => plot.show());
        if (stats.version !== undefined) {
            byId("uptime").textContent =
                "Crier " + stats.version + ", up " + duration(stats.uptimeSeconds);
        }
        fill("channels", stats.channels, ({ channel, publishesPerSecond, subscribers }) => [
            cell(channel),
            number(rate(publishesPerSecond)),
            number(whole(subscribers)),
        ]);
        fill("slowest", stats.slowest, ({ id, name, address, outboxBytes, policy, missed }) => [
            number(String(id)),
            cell(name),
            cell(address),
            number(bytes(outboxBytes)),
            cell(policy),
            number(whole(missed)),
        ]);
        fill("ended", endings(stats.ended), ([reason, total]) => {
            const fresh = total - (this.#firstEnded[reason] ?? 0);
            const since = number(fresh === 0 ? "–" : "+" + whole(fresh));
            since.classList.toggle("fresh", fresh > 0);
            return [cell(reason), since, number(whole(total))];
        });
    }

    #pause(paused) {
        this.#paused = paused;
        const button = byId("pause");
        button.setAttribute("aria-pressed", String(paused));
        button.textContent = paused ? "Go on" : "Pause";
        if (paused) {
            this.#tell("wait", "Paused");
        }
        this.#next(0);
    }

    #tell(state, text) {
        if (this.#paused && state !== "wait") {
            return;
        }
        const status = byId("status");
        status.dataset.state = state;
        document.body.classList.toggle("stale", state === "bad");
        if (status.textContent !== text) {
            status.textContent = text;
        }
    }
}

async function stats() {
    for (;;) {
        const response = await fetch("/dashboard/stats", {
            headers: authorization(),
            credentials: "omit",
            cache: "no-store",
            signal: AbortSignal.timeout(ANSWER_MILLIS_MAX),
        });
        if (response.ok) {
            return response.json();
        }
        if (response.status !== 401) {
            throw new Error("status " + response.status);
        }
        await askPassword();
    }
}

/** The reasons that occurred, the most frequent first. */
function endings(ended) {
    return Object.entries(ended)
        .filter(([, total]) => total > 0)
        .sort(([, a], [, b]) => b - a);
}

function fill(id, rows, cells) {
    const table = byId(id);
    const made = rows.map((row) => {
        const line = element("tr");
        line.append(...cells(row));
        return line;
    });
    if (made.length === 0) {
        const empty = element("td", "empty", table.dataset.empty);
        empty.colSpan = table.tHead.rows[0].cells.length;
        const line = element("tr");
        line.append(empty);
        made.push(line);
    }
    table.tBodies[0].replaceChildren(...made);
}

/** Names and channels come from clients: they may be long, and look like anything. */
function cell(text) {
    const shown = printable(text);
    const made = element("td");
    made.title = shown;
    made.append(element("bdi", "", shown === "" ? "–" : shown));
    return made;
}

function number(text) {
    return element("td", "number", text);
}

new Dashboard();
