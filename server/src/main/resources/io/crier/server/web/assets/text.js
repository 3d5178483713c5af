import { element } from "./dom.js";
import { printable } from "./names.js";

/** In characters; what one message may take of the page. */
const SHOWN_MAX = 4000;

const LINK = /\bhttps?:\/\/[^\s<>"\\]+/gi;
const TRAILING = /[.,;:!?'’”…]+$/;

/** A message's text as nodes: text stays text, and web addresses can be clicked. */
export function nodesOf(whole) {
    const cut = whole.length > SHOWN_MAX;
    const text = printable(cut ? whole.slice(0, SHOWN_MAX) : whole);
    const nodes = [];
    let end = 0;
    for (const match of text.matchAll(LINK)) {
        const address = withoutTrailing(match[0]);
        if (isWebAddress(address)) {
            nodes.push(text.slice(end, match.index), link(address));
            end = match.index + address.length;
        }
    }
    nodes.push(text.slice(end));
    if (cut) {
        const more = (whole.length - SHOWN_MAX).toLocaleString();
        nodes.push(element("span", "cut", " … " + more + " more characters"));
    }
    return nodes;
}

/** Punctuation that ends a sentence is not part of an address, nor is a bracket around it. */
function withoutTrailing(found) {
    let address = found.replace(TRAILING, "");
    for (const [open, close] of ["()", "[]", "{}"]) {
        if (address.endsWith(close) && !address.includes(open)) {
            address = address.slice(0, -1).replace(TRAILING, "");
        }
    }
    return address;
}

/** A user name in an address serves to make it look like another one. */
function isWebAddress(address) {
    try {
        const url = new URL(address);
        return /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
    } catch {
        return false;
    }
}

function link(address) {
    const made = element("a", "", address);
    made.href = address;
    made.target = "_blank";
    made.rel = "noopener noreferrer nofollow ugc";
    return made;
}
