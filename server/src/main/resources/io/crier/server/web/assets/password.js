import { element } from "./dom.js";
import { ofTab } from "./store.js";

const KEY = "password";

let asking = null;

/** The server's password, as far as this tab knows it; empty if it does not. */
export function password() {
    return ofTab.get(KEY);
}

/** What a request needs to be let in; it omits credentials, or the browser would ask by itself. */
export function authorization() {
    const known = password();
    return known === "" ? {} : { Authorization: "Bearer " + encoded(known) };
}

/** Header values are bytes; a password travels as its UTF-8. */
function encoded(text) {
    return String.fromCharCode(...new TextEncoder().encode(text));
}

/** Forgets the password that was refused, asks for another one, and remembers that for the tab. */
export function askPassword() {
    asking ??= ask(password() !== "").finally(() => {
        asking = null;
    });
    return asking;
}

function ask(refused) {
    ofTab.set(KEY, "");
    const dialog = element("dialog");
    const form = element("form");
    const title = element("h2", "", "Password");
    const lead = element("p", "lead", "This server wants its password.");
    const label = element("label", "", "Password");
    const user = element("input");
    const input = element("input");
    const error = element("p", "error", refused ? "That is not the password." : "");
    const actions = element("p", "actions");
    title.id = "password-title";
    dialog.setAttribute("aria-labelledby", title.id);
    error.id = "password-error";
    error.setAttribute("role", "alert");
    user.name = "username";
    user.autocomplete = "username";
    user.value = "default";
    user.hidden = true;
    input.id = "password";
    input.type = "password";
    input.autocomplete = "current-password";
    input.required = true;
    input.setAttribute("aria-describedby", error.id);
    input.setAttribute("aria-invalid", String(refused));
    label.htmlFor = input.id;
    actions.append(element("button", "button strong", "Enter"));
    form.append(title, lead, user, label, input, error, actions);
    dialog.append(form);
    document.body.append(dialog);
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.addEventListener("close", () => dialog.isConnected && dialog.showModal());
    dialog.showModal();
    input.focus();
    return new Promise((resolve) => {
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            ofTab.set(KEY, input.value);
            dialog.remove();
            resolve(input.value);
        });
    });
}
