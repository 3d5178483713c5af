import { Connection, Lost, Refused } from "./connection.js";
import { byId, element } from "./dom.js";
import { askIdentity, remembered } from "./identity.js";
import {
    GLOBAL,
    allianceChannel,
    clientName,
    controlChannel,
    isAlike,
    presenceChannel,
    signature,
    signed,
} from "./names.js";
import { Pane } from "./pane.js";
import { askPassword, password } from "./password.js";
import { Presence, RollCall } from "./presence.js";
import { Tabs } from "./tabs.js";

const PLACES = ["global", "alliance"];
const LISTENERS_MILLIS = 20_000;
const LISTENERS_SOON_MILLIS = 2_000;
const UNREAD_MILLIS = 100;

/** Lines that were sent and have not come back through the subscription. */
const SENT_MAX = 1_000;

const NOT_CONNECTED = "Not connected. Your line stays here.";

/** One person's chat: the global channel and the channel of one alliance. */
class Chat {
    #who;
    #connection;
    #panes = {};
    #presence = {};
    #rollCall;
    #sent = new Set();
    #attempt = null;
    #ready = false;
    #lostAt = null;
    #unreadTimer = 0;
    #listenersTimer = 0;
    #refusal = "";

    constructor(who) {
        this.#who = who;
        for (const place of PLACES) {
            const send = (text) => this.#send(place, text);
            const root = byId(place + "-pane");
            this.#panes[place] = new Pane(place, root, send, () => this.#unreadChanged());
            this.#presence[place] = new Presence(place, () => this.#countListenersSoon());
        }
        const scheme = location.protocol === "https:" ? "wss://" : "ws://";
        this.#connection = new Connection(scheme + location.host + "/ws", this);
        this.#rollCall = new RollCall(this.#connection);
        new Tabs(byId("tabs"), () => this.#see());
        this.#showWho();
        byId("me").addEventListener("click", () => this.#change());
        document.addEventListener("visibilitychange", () => this.#visible());
        addEventListener("focus", () => this.#see());
        addEventListener("online", () => this.#connection.hurry());
        setInterval(() => this.#countListeners(), LISTENERS_MILLIS);
    }

    start() {
        this.#tell("wait", "Connecting…");
        this.#connection.open();
        if (matchMedia("(pointer: fine)").matches) {
            this.#panes.alliance.focus();
        }
    }

    /** A new connection, which knows nothing yet. */
    async opened() {
        const attempt = {};
        this.#attempt = attempt;
        try {
            await this.#login(attempt);
            const channels = PLACES.flatMap((place) => this.#channels(place));
            await this.#connection.command("SUBSCRIBE", ...channels);
            this.#subscribed();
        } catch (error) {
            this.#failed(error);
        }
    }

    lost(since) {
        this.#attempt = null;
        if (this.#ready) {
            this.#ready = false;
            this.#lostAt = since;
            this.#sent.clear();
            PLACES.forEach((place) => this.#presence[place].lost(since));
        }
        this.#tell("bad", this.#refusal || "No connection. Trying again…");
        this.#refusal = "";
    }

    pushed([kind, channel, payload], from) {
        if (kind !== "message") {
            return;
        }
        const channels = PLACES.map((place) => this.#channel(place));
        const place = PLACES[channels.indexOf(channel)];
        if (place === undefined) {
            PLACES.forEach((watched) => this.#presence[watched].take(channel, payload));
            this.#rollCall.take(channel, payload, channels, this.#who.name);
        } else {
            const read = signature(payload, from);
            this.#panes[place].message(read, this.#origin(channel, payload, read.name));
        }
    }

    /** The name is no proof that this page sent a message. */
    #origin(channel, payload, name) {
        if (this.#arrived(channel, payload)) {
            return "own";
        }
        return isAlike(name, this.#who.name) ? "namesake" : "";
    }

    async #login(attempt) {
        while (!(await this.#introduce())) {
            const given = password() || (await askPassword());
            if (attempt !== this.#attempt) {
                throw new Lost("the connection changed meanwhile");
            }
            await this.#authenticate(given);
        }
    }

    /** False if the server wants a password first. */
    async #introduce() {
        try {
            await this.#connection.command("CLIENT", "SETNAME", clientName(this.#who.name));
            return true;
        } catch (error) {
            if (error.code === "NOAUTH") {
                this.#tell("wait", "The server wants its password.");
                return false;
            }
            throw error;
        }
    }

    async #authenticate(given) {
        try {
            await this.#connection.command("AUTH", given);
        } catch (error) {
            if (error.code !== "WRONGPASS") {
                throw error;
            }
            await askPassword();
        }
    }

    #subscribed() {
        this.#ready = true;
        this.#connection.settled();
        if (this.#lostAt === null) {
            this.#tell("good", "Connected");
        } else {
            this.#tell("good", "Connected again");
            this.#noticeGap(this.#lostAt);
            this.#lostAt = null;
        }
        PLACES.forEach((place) => this.#panes[place].unnote(NOT_CONNECTED));
        this.#askWhoIsHere();
    }

    #noticeGap(lostAt) {
        const clock = (date) => date.toLocaleTimeString();
        const gap = "between " + clock(lostAt) + " and " + clock(new Date());
        for (const place of PLACES) {
            this.#panes[place].notice(
                "The connection was lost. What was written " + gap + " may be missing here.",
            );
        }
    }

    #askWhoIsHere() {
        for (const place of PLACES) {
            this.#presence[place].ask(this.#channel(place), this.#who.name);
        }
    }

    #countListenersSoon() {
        this.#listenersTimer ||= setTimeout(() => this.#countListeners(), LISTENERS_SOON_MILLIS);
    }

    /** Tells how many connections listen besides one for each name that is listed. */
    async #countListeners() {
        clearTimeout(this.#listenersTimer);
        this.#listenersTimer = 0;
        if (!this.#ready || document.hidden) {
            return;
        }
        const channels = PLACES.map((place) => this.#channel(place));
        try {
            const counts = await this.#connection.command("PUBSUB", "NUMSUB", ...channels);
            PLACES.forEach((place, i) => {
                const others = counts[2 * i + 1] - this.#presence[place].size;
                const word = others === 1 ? " more connection" : " more connections";
                byId(place + "-listeners").textContent = others > 0 ? "and " + others + word : "";
            });
        } catch {
            return;
        }
    }

    /** False if the line has to stay where it was typed. */
    #send(place, text) {
        if (!this.#ready) {
            this.#panes[place].note(NOT_CONNECTED);
            this.#connection.hurry();
            return false;
        }
        this.#publish(this.#panes[place], this.#channel(place), text);
        return true;
    }

    async #publish(pane, channel, text) {
        const sent = { channel, payload: signed(this.#who.name, text), arrived: false };
        if (this.#sent.size < SENT_MAX) {
            this.#sent.add(sent);
        }
        try {
            const receivers = await this.#connection.command("PUBLISH", channel, sent.payload);
            if (receivers === 0) {
                this.#sent.delete(sent);
                pane.giveBack(text, "Nobody heard this.");
            }
        } catch (error) {
            this.#sent.delete(sent);
            if (!sent.arrived) {
                pane.giveBack(text, notSent(error));
            }
        }
    }

    /** Whether this page waits for what arrives. */
    #arrived(channel, payload) {
        for (const sent of this.#sent) {
            if (sent.channel === channel && sent.payload === payload) {
                sent.arrived = true;
                return this.#sent.delete(sent);
            }
        }
        return false;
    }

    async #change() {
        const before = this.#who;
        const left = this.#channels("alliance");
        const next = await askIdentity(before);
        if (next === null) {
            return;
        }
        this.#who = next;
        this.#showWho();
        const moved = next.alliance !== before.alliance;
        if (moved) {
            this.#panes.alliance.clear();
        }
        if (!this.#ready) {
            this.#connection.restart();
            return;
        }
        try {
            if (next.name !== before.name) {
                await this.#connection.command("CLIENT", "SETNAME", clientName(next.name));
            }
            if (moved) {
                await this.#connection.command("SUBSCRIBE", ...this.#channels("alliance"));
                await this.#connection.command("UNSUBSCRIBE", ...left);
            }
            this.#askWhoIsHere();
        } catch (error) {
            this.#failed(error);
        }
    }

    /** Tells a refusal and begins anew; of a lost connection the page knows already. */
    #failed(error) {
        if (error instanceof Refused) {
            this.#refusal = "The server refuses: " + error.message;
            this.#connection.restart();
        } else if (!(error instanceof Lost)) {
            throw error;
        }
    }

    #channel(place) {
        return place === "global" ? GLOBAL : allianceChannel(this.#who.alliance);
    }

    /** A channel and what belongs to it. */
    #channels(place) {
        const channel = this.#channel(place);
        return [channel, presenceChannel(channel), controlChannel(channel)];
    }

    #visible() {
        if (!document.hidden) {
            this.#connection.hurry();
            this.#countListeners();
            this.#see();
        }
    }

    #see() {
        PLACES.forEach((place) => this.#panes[place].see());
    }

    #showWho() {
        byId("me").hidden = false;
        byId("me-name").textContent = this.#who.name;
        byId("me-alliance").textContent = this.#who.alliance;
        byId("alliance-name").textContent = this.#who.alliance;
    }

    /** Soon, so that a burst of messages costs the page one change. */
    #unreadChanged() {
        this.#unreadTimer ||= setTimeout(() => this.#showUnread(), UNREAD_MILLIS);
    }

    #showUnread() {
        this.#unreadTimer = 0;
        let sum = 0;
        for (const place of PLACES) {
            const unread = this.#panes[place].unread;
            sum += unread;
            for (const badge of [byId(place + "-unread"), byId(place + "-tab-unread")]) {
                badge.hidden = unread === 0;
                const unreadWord = element("span", "visually-hidden", " unread");
                badge.replaceChildren(unread > 99 ? "99+" : String(unread), unreadWord);
            }
        }
        document.title = (sum === 0 ? "" : "(" + sum + ") ") + "Crier chat";
    }

    #tell(state, text) {
        const status = byId("status");
        status.dataset.state = state;
        if (status.textContent !== text) {
            status.textContent = text;
        }
    }
}

function notSent(error) {
    return error instanceof Lost
        ? "The connection was lost: this may not have arrived."
        : "Not sent: " + error.message + ".";
}

new Chat(remembered() ?? (await askIdentity(null))).start();
