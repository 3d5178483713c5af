import { byId, element } from "./dom.js";
import { controlChannel, personOf, presenceChannel } from "./names.js";
import { authorization } from "./password.js";

/** Names that are shown of one channel. */
const SHOWN_MAX = 200;

const SHOW_MILLIS = 250;

/** Names that are known of one channel. */
const NAMES_MAX = 10_000;

const ANSWERS_PER_SECOND_MAX = 20;
const QUESTION = /^([0-9a-f]{16}) ([0-9]{1,9})$/;

/** Who is on one channel, as the server lists and tells it. */
export class Presence {
    #channel = "";
    #own = "";
    #list;
    #count;
    #note;
    #names = new Set();
    #changed;
    #since = null;
    #timer = 0;

    /**
     * @param place the beginning of the ids of its elements
     * @param changed called when somebody has come or gone, not more often than people can see
     */
    constructor(place, changed) {
        this.#changed = changed;
        this.#list = byId(place + "-here");
        this.#count = byId(place + "-here-count");
        this.#note = byId(place + "-here-note");
    }

    /** How many names are listed. */
    get size() {
        return this.#names.size;
    }

    /** Asks who is there; what is told meanwhile is newer than the answer. */
    async ask(channel, own) {
        this.#channel = channel;
        this.#own = own;
        const since = [];
        this.#since = since;
        const names = await namesOn(channel);
        if (this.#since !== since) {
            return;
        }
        this.#since = null;
        this.#list.classList.remove("stale");
        this.#names = new Set(names);
        since.forEach((event) => this.#apply(event));
        this.#note.textContent = names === null ? "This server does not list who is here." : "";
        this.#show();
    }

    /** Keeps the list as what it was, until the server is asked again. */
    lost(since) {
        this.#since = null;
        this.#list.classList.add("stale");
        this.#note.textContent = "As it was at " + since.toLocaleTimeString() + ".";
    }

    /** Takes a push, if it is one of this channel's joins and leaves. */
    take(channel, payload) {
        if (channel === presenceChannel(this.#channel)) {
            const event = parsed(payload);
            this.#since?.push(event);
            this.#apply(event);
            this.#timer ||= setTimeout(() => this.#show(), SHOW_MILLIS);
        }
    }

    #apply({ event, name }) {
        if (event === "join" && this.#names.size < NAMES_MAX) {
            this.#names.add(name);
        } else if (event === "leave") {
            this.#names.delete(name);
        }
    }

    #show() {
        this.#timer = 0;
        const people = [...this.#names].map(personOf).sort((a, b) => a.localeCompare(b));
        const rows = people.slice(0, SHOWN_MAX).map((person) => {
            const row = element("li");
            row.append(element("bdi", "", person));
            if (person === this.#own) {
                row.append(element("span", "tag", "you"));
            }
            return row;
        });
        if (people.length > SHOWN_MAX) {
            rows.push(element("li", "more", "and " + (people.length - SHOWN_MAX) + " more"));
        }
        this.#list.replaceChildren(...rows);
        this.#count.textContent = String(people.length);
        this.#changed();
    }
}

/** Null if the server does not say. */
async function namesOn(channel) {
    try {
        const address = "/presence/" + encodeURIComponent(channel);
        const response = await fetch(address, {
            headers: authorization(),
            credentials: "omit",
            cache: "no-store",
        });
        const { names } = response.ok ? await response.json() : {};
        return names?.map(({ name }) => name) ?? null;
    } catch {
        return null;
    }
}

function parsed(payload) {
    try {
        const { event, name } = JSON.parse(payload);
        return { event, name: String(name) };
    } catch {
        return {};
    }
}

/** Answers the programs `crier chat` that ask each other who is there. */
export class RollCall {
    #connection;
    #second = 0;
    #answers = 0;

    constructor(connection) {
        this.#connection = connection;
    }

    /** Takes a push, if it is a question on the control channel of one of the channels `on`. */
    take(channel, payload, on, name) {
        const asked = on.some((watched) => controlChannel(watched) === channel);
        const question = asked ? QUESTION.exec(payload) : null;
        if (question !== null && this.#mayAnswer()) {
            const [, asker, number] = question;
            const answer = number + " " + name;
            this.#connection.command("PUBLISH", "chat:who:" + asker, answer).catch(() => {});
        }
    }

    #mayAnswer() {
        const second = Math.floor(Date.now() / 1000);
        if (second !== this.#second) {
            this.#second = second;
            this.#answers = 0;
        }
        return ++this.#answers <= ANSWERS_PER_SECOND_MAX;
    }
}
