/** An element of the page that has to be there. */
export function byId(id) {
    const element = document.getElementById(id);
    if (element === null) {
        throw new Error("no element #" + id);
    }
    return element;
}

/** A new element; `text` is text, whatever it looks like. */
export function element(tag, className = "", text = "") {
    const made = document.createElement(tag);
    if (className !== "") {
        made.className = className;
    }
    if (text !== "") {
        made.textContent = text;
    }
    return made;
}
