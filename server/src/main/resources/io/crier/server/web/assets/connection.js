/** The connection ended before the answer came: what was asked may have happened or not. */
export class Lost extends Error {}

/** The server's error reply. */
export class Refused extends Error {
    /** The first word, such as `NOAUTH`. */
    get code() {
        return this.message.split(" ", 1)[0];
    }
}

const FIRST_WAIT_MILLIS = 200;
const WAIT_MILLIS_MAX = 5_000;
const DOUBLINGS_MAX = 20;
const CONNECT_MILLIS_MAX = 10_000;
const HEARTBEAT_MILLIS = 15_000;

/** From a ping to any word of the server. */
const SILENCE_MILLIS_MAX = 5_000;

/** How long to wait before an attempt, counted from 0: at random, so that not all come at once. */
export function backoffMillis(attempt) {
    const doubled = FIRST_WAIT_MILLIS * 2 ** Math.min(attempt, DOUBLINGS_MAX);
    const bounded = Math.min(doubled, WAIT_MILLIS_MAX);
    return bounded / 2 + (Math.random() * bounded) / 2;
}

/**
 * A WebSocket to the server that comes back by itself, for commands and pushes. Its listener has
 * `opened()` for each new connection, `pushed(words, from)`, and
 * `lost(since)` with the time when the server was last heard.
 */
export class Connection {
    #address;
    #listener;
    #socket = null;
    #waiting = new Map();
    #lastId = 0;
    #attempts = 0;
    #heardAt = 0;
    #pingedAt = 0;
    #retry = 0;
    #heartbeat = 0;

    constructor(address, listener) {
        this.#address = address;
        this.#listener = listener;
    }

    /** Connects, now. */
    open() {
        clearTimeout(this.#retry);
        const socket = new WebSocket(this.#address);
        this.#socket = socket;
        const hopeless = setTimeout(() => this.#end(socket), CONNECT_MILLIS_MAX);
        socket.onopen = () => {
            clearTimeout(hopeless);
            this.#opened(socket);
        };
        socket.onmessage = (event) => this.#received(socket, event.data);
        socket.onclose = () => {
            clearTimeout(hopeless);
            this.#end(socket);
        };
    }

    /** The connection does what it is for: the next loss is a new one. */
    settled() {
        this.#attempts = 0;
    }

    /** Gives this connection up for a new one; later each time, unless one settles. */
    restart() {
        if (this.#socket !== null) {
            this.#end(this.#socket);
        }
    }

    /** The network or the page came back: finds out at once whether the connection did. */
    hurry() {
        if (this.#socket === null) {
            this.open();
        } else if (this.#socket.readyState === WebSocket.OPEN) {
            const socket = this.#socket;
            this.#ping();
            setTimeout(() => this.#endIfSilent(socket), SILENCE_MILLIS_MAX + 10);
        }
    }

    /** Sends a command; the promise holds its reply, or is rejected as `Refused` or `Lost`. */
    command(...words) {
        if (this.#socket === null || this.#socket.readyState !== WebSocket.OPEN) {
            return Promise.reject(new Lost("not connected"));
        }
        const id = ++this.#lastId;
        this.#socket.send(JSON.stringify({ id, command: words }));
        return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    }

    #opened(socket) {
        if (socket === this.#socket) {
            this.#heardAt = Date.now();
            this.#heartbeat = setInterval(() => this.#beat(socket), HEARTBEAT_MILLIS);
            this.#listener.opened();
        }
    }

    #beat(socket) {
        this.#endIfSilent(socket);
        if (socket === this.#socket) {
            this.#ping();
        }
    }

    #ping() {
        if (this.#heardAt >= this.#pingedAt) {
            this.#pingedAt = Date.now();
        }
        this.command("PING").catch(() => {});
    }

    #endIfSilent(socket) {
        const waited = Date.now() - this.#pingedAt;
        if (this.#heardAt < this.#pingedAt && waited >= SILENCE_MILLIS_MAX) {
            this.#end(socket);
        }
    }

    #received(socket, data) {
        if (socket !== this.#socket) {
            return;
        }
        this.#heardAt = Date.now();
        const answer = JSON.parse(data);
        if (answer.push !== undefined) {
            this.#listener.pushed(words(answer), answer.from);
            return;
        }
        const waiting = this.#waiting.get(answer.id);
        if (waiting === undefined) {
            return;
        }
        this.#waiting.delete(answer.id);
        if (answer.error === undefined) {
            waiting.resolve(answer.reply);
        } else {
            waiting.reject(new Refused(answer.error));
        }
    }

    #end(socket) {
        if (socket !== this.#socket) {
            return;
        }
        this.#socket = null;
        clearInterval(this.#heartbeat);
        socket.close();
        const waiting = [...this.#waiting.values()];
        this.#waiting.clear();
        waiting.forEach(({ reject }) => reject(new Lost("connection lost")));
        this.#retry = setTimeout(() => this.open(), backoffMillis(this.#attempts++));
        this.#listener.lost(new Date(this.#heardAt));
    }
}

/** A push's words as text; bytes that are not UTF-8 become U+FFFD. */
function words({ push, encoding }) {
    return encoding === "base64" ? [push[0], ...push.slice(1).map(textOf)] : push;
}

function textOf(base64) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new TextDecoder().decode(bytes);
}
