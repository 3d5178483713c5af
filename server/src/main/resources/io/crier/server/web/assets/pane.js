import { element } from "./dom.js";
import { nodesOf } from "./text.js";
import { ofTab } from "./store.js";

/** Rows that are kept, on the page and waiting for it. */
const ROWS_MAX = 500;

const FOLLOWS_MILLIS = 5 * 60_000;
const NEAR_END_PIXELS = 40;
const HUES = 8;

const TELLS = {
    agrees: "Sent by a connection with this name",
    unsigned: "Sent by a connection without a name: only the text says who wrote it",
    disputed: "The text gives this name; the connection has another one",
    nameless: "Sent by a connection without a name",
};

/** One channel on the page: its messages, what is unread, and the line being typed. */
export class Pane {
    #key;
    #log;
    #toEnd;
    #text;
    #note;
    #waiting = [];
    #frame = 0;
    #unread = 0;
    #last = null;
    #atEnd = true;
    #changed;

    /**
     * @param key under which the line being typed is kept
     * @param send takes a line that was typed
     * @param changed called when the number of unread messages changes
     */
    constructor(key, root, send, changed) {
        this.#key = "draft." + key;
        this.#log = root.querySelector(".log");
        this.#toEnd = root.querySelector(".to-end");
        this.#text = root.querySelector("textarea");
        this.#note = root.querySelector(".note");
        this.#changed = changed;
        this.#text.value = ofTab.get(this.#key);
        this.#log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
        new ResizeObserver(() => this.#stay()).observe(this.#log);
        this.#toEnd.addEventListener("click", () => this.#goToEnd());
        this.#text.addEventListener("input", () => {
            this.#keep();
            this.note("");
        });
        this.#text.addEventListener("keydown", (event) => {
            if (event.key === "Enter" && !event.isComposing) {
                event.preventDefault();
                this.#submit(send);
            }
        });
        root.querySelector("form").addEventListener("submit", (event) => {
            event.preventDefault();
            this.#submit(send);
            this.#text.focus();
        });
    }

    get unread() {
        return this.#unread;
    }

    /**
     * A message, as `signature` read it.
     *
     * @param origin `own` if this page sent it, `namesake` if somebody else did under the name of
     *     this page's person, and otherwise empty
     */
    message(read, origin) {
        this.#add({ ...read, origin, time: new Date() });
        if (origin !== "own" && !this.#isSeen()) {
            this.#unread++;
            this.#changed();
        }
    }

    /** Something that the page itself says. */
    notice(text) {
        this.#add({ notice: text });
    }

    /** Beside the line being typed, for what concerns it; gone when somebody types on. */
    note(text) {
        this.#note.textContent = text;
    }

    /** Takes back a note, if it is still there. */
    unnote(text) {
        if (this.#note.textContent === text) {
            this.note("");
        }
    }

    /** A line that may not have arrived: back where it was typed, or offered for later. */
    giveBack(text, reason) {
        if (this.#text.value === "") {
            this.#text.value = text;
            this.#keep();
            this.note(reason + " Your line is here again.");
        } else {
            this.#add({ notice: reason, again: text });
        }
    }

    clear() {
        this.#waiting = [];
        this.#last = null;
        this.#log.replaceChildren();
        this.#atEnd = true;
        this.#unread = 0;
        this.#changed();
    }

    focus() {
        this.#text.focus();
    }

    /** Notes that what is in sight has been read, if it is. */
    see() {
        if (this.#unread > 0 && this.#isSeen()) {
            this.#unread = 0;
            this.#changed();
        }
        this.#showToEnd();
    }

    #submit(send) {
        const text = this.#text.value.replace(/\s*\n\s*/g, " ").trim();
        if (text !== "" && send(text)) {
            this.#text.value = "";
            this.#keep();
            this.note("");
            this.#goToEnd();
        }
    }

    #keep() {
        ofTab.set(this.#key, this.#text.value);
    }

    #isShown() {
        return this.#log.offsetParent !== null;
    }

    #isSeen() {
        return this.#isShown() && this.#atEnd && document.hasFocus() && !document.hidden;
    }

    #scrolled() {
        if (this.#isShown()) {
            const { scrollHeight, scrollTop, clientHeight } = this.#log;
            this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PIXELS;
            this.see();
        }
    }

    /** Keeps the latest message in sight when the pane appears or changes its size. */
    #stay() {
        if (this.#isShown() && this.#atEnd) {
            this.#goToEnd();
        }
    }

    #goToEnd() {
        this.#atEnd = true;
        this.#log.scrollTop = this.#log.scrollHeight;
        this.see();
    }

    /** Rows appear with the next frame, so that a burst costs the page one change. */
    #add(row) {
        this.#waiting.push(row);
        if (this.#waiting.length > ROWS_MAX) {
            this.#waiting.shift();
        }
        this.#frame ||= requestAnimationFrame(() => this.#show());
    }

    #show() {
        this.#frame = 0;
        const rows = document.createDocumentFragment();
        for (const row of this.#waiting) {
            rows.append(row.notice === undefined ? this.#messageRow(row) : this.#noticeRow(row));
        }
        this.#waiting = [];
        this.#log.append(rows);
        while (this.#log.childElementCount > ROWS_MAX) {
            this.#log.firstElementChild.remove();
        }
        this.#log.firstElementChild?.classList.remove("follows");
        this.#stay();
        this.see();
    }

    #showToEnd() {
        this.#toEnd.hidden = this.#atEnd;
        this.#toEnd.querySelector("span").textContent =
            this.#unread === 0 ? "Latest" : this.#unread + " new";
    }

    #messageRow(message) {
        const own = message.origin === "own";
        const row = element("article", "message " + (own ? "own" : message.trust));
        if (this.#follows(message)) {
            row.classList.add("follows");
        }
        this.#last = message;
        const name = element("bdi", "name", message.name === "" ? "no name" : message.name);
        name.classList.add("hue-" + hue(message.name));
        name.title = own ? "Sent by this page" : TELLS[message.trust];
        const head = element("p", "head");
        head.append(name, ...tags(message), timeOf(message.time));
        const text = element("p", "text");
        text.dir = "auto";
        text.append(...nodesOf(message.text));
        row.append(head, text);
        return row;
    }

    /** Whether a message needs no head of its own, because it continues the one above. */
    #follows({ name, trust, from, origin, time }) {
        const last = this.#last;
        return (
            last !== null &&
            last.name === name &&
            last.trust === trust &&
            last.from === from &&
            last.origin === origin &&
            time - last.time < FOLLOWS_MILLIS
        );
    }

    #noticeRow({ notice, again }) {
        this.#last = null;
        const row = element("p", "notice", notice);
        if (again !== undefined) {
            const button = element("button", "button", "Write again");
            button.type = "button";
            button.addEventListener("click", () => {
                this.#text.value = (this.#text.value + " " + again).trim();
                this.#keep();
                this.#text.focus();
                button.remove();
            });
            row.append(" ", element("q", "", again), " ", button);
        }
        return row;
    }
}

/** What is known of the sender, besides the name. */
function tags({ origin, trust, from }) {
    if (origin === "own") {
        return [element("span", "tag", "you")];
    }
    if (trust === "disputed") {
        const tag = element("span", "tag warning", "sent by ");
        tag.append(element("bdi", "", from));
        return [tag];
    }
    if (origin === "namesake") {
        return [element("span", "tag warning", "not from this page")];
    }
    return trust === "unsigned" ? [element("span", "visually-hidden", ", name not confirmed")] : [];
}

function timeOf(date) {
    const time = element("time");
    time.dateTime = date.toISOString();
    time.title = date.toLocaleString();
    time.textContent = date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    return time;
}

/** A colour that stays with a name. */
function hue(name) {
    let hash = 0;
    for (const character of name) {
        hash = (hash * 31 + character.codePointAt(0)) >>> 0;
    }
    return hash % HUES;
}
