import uPlot from "/assets/lib/uplot/uPlot.esm.js";
import { element } from "./dom.js";

const HEIGHT = 144;

/** Shown at least, so that the first samples do not fill a plot with noise. */
const SECONDS_MIN = 30;

/** Steps of an axis for numbers that are counted. */
export const WHOLE = Array.from(
    { length: 36 },
    (_, i) => [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3),
);

/** Steps of an axis for bytes. */
export const BINARY = Array.from({ length: 50 }, (_, i) => 2 ** i);

const CURSORS = uPlot.sync("crier");

/** One measurement over time, with its latest values, or those under the pointer. */
export class Plot {
    #plot;
    #canvas;
    #format;
    #steps;
    #series;
    #values = [];
    #title;
    #samples;
    #seconds = 300;
    #colours = new Map();

    /**
     * @param series `{ name, column }` each; the first is the one to look at
     * @param format makes a value readable
     * @param steps of the axis
     */
    constructor(parent, title, series, format, steps, samples) {
        this.#title = title;
        this.#series = series;
        this.#format = format;
        this.#steps = steps;
        this.#samples = samples;
        const figure = element("figure", "card plot");
        const caption = element("figcaption");
        caption.append(element("h2", "", title), this.#legend());
        this.#canvas = element("div", "canvas");
        this.#canvas.setAttribute("role", "img");
        figure.append(caption, this.#canvas);
        parent.append(figure);
        this.#plot = new uPlot(this.#options(), this.#data(), this.#canvas);
        new ResizeObserver(() => this.#resize()).observe(this.#canvas);
        document.addEventListener("themechange", () => {
            this.#colours.clear();
            this.#plot.redraw(false, true);
        });
    }

    /** How much of the history is shown, once there is so much. */
    set seconds(seconds) {
        this.#seconds = seconds;
        this.show();
    }

    show() {
        this.#plot.setData(this.#data());
        this.#showValues(this.#plot.cursor.idx ?? null);
    }

    #data() {
        const columns = this.#series.map(({ column }) => this.#samples.column(column));
        return [this.#samples.time, ...columns];
    }

    #legend() {
        const list = element("dl", "legend");
        this.#series.forEach(({ name }, i) => {
            const value = element("dd", "", "–");
            const key = element("dt", "series-" + (i + 1), name);
            const pair = element("div");
            pair.append(key, value);
            this.#values.push(value);
            list.append(pair);
        });
        if (this.#series.length === 1) {
            list.classList.add("single");
        }
        return list;
    }

    #showValues(index) {
        const at = index ?? this.#samples.time.length - 1;
        const texts = this.#series.map(({ column }) => {
            const value = this.#samples.column(column)[at] ?? null;
            return value === null ? "–" : this.#format(value);
        });
        this.#values.forEach((value, i) => {
            value.textContent = texts[i];
        });
        if (index === null) {
            const spoken = this.#series.map(({ name }, i) => name + " " + texts[i]).join(", ");
            this.#canvas.setAttribute("aria-label", this.#title + ": " + spoken);
        }
    }

    #options() {
        const axis = {
            stroke: () => this.#colour("--soft"),
            grid: { stroke: () => this.#colour("--line"), width: 1 },
            ticks: { show: false },
            font: "11px system-ui, sans-serif",
        };
        const series = this.#series.map((_, i) => ({
            stroke: () => this.#colour("--series-" + (i + 1)),
            fill: i === 0 ? () => this.#colour("--series-1-area") : undefined,
            width: 1.5,
            points: { show: false },
        }));
        return {
            width: 300,
            height: HEIGHT,
            padding: [8, 26, 0, 0],
            legend: { show: false },
            cursor: {
                y: false,
                drag: { x: false, y: false },
                sync: { key: CURSORS.key },
                points: { size: 6 },
            },
            scales: {
                x: { time: true, range: () => this.#window() },
                y: { range: (_, min, max) => [0, max > 0 ? max * 1.12 : 1] },
            },
            axes: [
                { ...axis, size: 24, space: 70, values: (_, seconds) => seconds.map(clock) },
                {
                    ...axis,
                    size: 68,
                    space: 26,
                    incrs: this.#steps,
                    values: (_, values) => values.map((value) => this.#format(value)),
                },
            ],
            series: [{}, ...series],
            hooks: { setCursor: [(plot) => this.#showValues(plot.cursor.idx ?? null)] },
        };
    }

    #window() {
        const end = this.#samples.time.at(-1) ?? Date.now() / 1000;
        const known = end - (this.#samples.time[0] ?? end);
        return [end - Math.min(this.#seconds, Math.max(SECONDS_MIN, known)), end];
    }

    #resize() {
        const width = this.#canvas.clientWidth;
        if (width > 0 && width !== this.#plot.width) {
            this.#plot.setSize({ width, height: HEIGHT });
        }
    }

    /** A style's colour as the canvas understands it. */
    #colour(name) {
        let colour = this.#colours.get(name);
        if (colour === undefined) {
            const probe = element("span");
            probe.style.color = "var(" + name + ")";
            this.#canvas.append(probe);
            colour = getComputedStyle(probe).color;
            probe.remove();
            this.#colours.set(name, colour);
        }
        return colour;
    }
}

function clock(seconds) {
    return new Date(seconds * 1000).toLocaleTimeString([], {
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
        hourCycle: "h23",
    });
}
