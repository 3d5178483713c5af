/** Names, channels and the form of a message: the same rules as the program `crier chat` has. */

/** In characters. */
export const NAME_LENGTH_MAX = 64;

export const GLOBAL = "global";

const CONTROL = ":who";
const PRESENCE = "__presence__:";

export function allianceChannel(alliance) {
    return "alliance:" + alliance;
}

/** Where chats ask each other who is on a channel. */
export function controlChannel(channel) {
    return channel + CONTROL;
}

/** Where the server tells who comes and goes. */
export function presenceChannel(channel) {
    return PRESENCE + channel;
}

/** Why nobody can be called so; empty if it is a good name. */
export function refusedName(name) {
    return refused(name, false);
}

/** Why no alliance can be called so; empty if it is a good name. */
export function refusedAlliance(alliance) {
    return refused(alliance, true);
}

function refused(name, oneWord) {
    if (name.trim() === "") {
        return "Please fill this in.";
    }
    if (Array.from(name).length > NAME_LENGTH_MAX) {
        return "At most " + NAME_LENGTH_MAX + " characters.";
    }
    if (printable(name) !== name || name.includes("\t") || name.includes("\n")) {
        return "Without invisible characters, please.";
    }
    return oneWord && /[ :]/.test(name) ? "Without blanks and colons, please." : "";
}

/** `text` with control and invisible formatting characters written as escapes; lines stay lines. */
export function printable(text) {
    return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
        const code = character.codePointAt(0);
        const safe =
            character === "\t" ||
            character === "\n" ||
            code === 0x200c ||
            code === 0x200d ||
            (code > 0xffff && /\p{Cf}/u.test(character));
        return safe ? character : escaped(code);
    });
}

function escaped(code) {
    if (code === 0x0d) {
        return "\\r";
    }
    if (code === 0x1b) {
        return "\\e";
    }
    const digits = code.toString(16);
    return code < 0x100 ? "\\x" + digits.padStart(2, "0") : "\\u" + digits.padStart(4, "0");
}

/** A client's name is printable ASCII without blanks, so a person's name is percent-encoded. */
export function clientName(name) {
    return encodeURIComponent(name);
}

/** The person whom a client's name means. */
export function personOf(client) {
    try {
        return decodeURIComponent(client);
    } catch {
        return client;
    }
}

/** Whether two names look so much alike that one could pass for the other. */
export function isAlike(name, other) {
    return folded(name) === folded(other);
}

function folded(name) {
    return name
        .normalize("NFKC")
        .replace(/[\s\p{Cf}]/gu, "")
        .toLowerCase();
}

export function signed(name, text) {
    return name + ": " + text;
}

/**
 * Takes a message apart. Anybody can write any NAME; `from` is what the server knows of the
 * connection, and is empty for one without a name.
 *
 * `trust` is `agrees` (the connection has the name that is shown), `unsigned` (only the text says
 * the name), `disputed` (the connection, `from`, has another one) or `nameless`.
 */
export function signature(payload, from = "") {
    if (from !== "") {
        for (const name of new Set([personOf(from), from])) {
            if (payload.startsWith(signed(name, ""))) {
                return { name, text: payload.slice(name.length + 2), trust: "agrees", from: name };
            }
        }
    }
    const sender = personOf(from);
    const end = payload.indexOf(": ");
    const claimed = end < 0 ? "" : payload.slice(0, end);
    if (refusedName(claimed) === "") {
        const trust = from === "" ? "unsigned" : "disputed";
        return { name: claimed, text: payload.slice(end + 2), trust, from: sender };
    }
    const trust = from === "" ? "nameless" : "agrees";
    return { name: sender, text: payload, trust, from: sender };
}
