import { byId } from "./dom.js";
import { refusedAlliance, refusedName } from "./names.js";
import { ofBrowser, ofTab } from "./store.js";

/** Who this tab is, or else who this browser was last; null if it is nobody yet. */
export function remembered() {
    const who = { name: recalled("name"), alliance: recalled("alliance") };
    return isGood(who) ? who : null;
}

/** Asks for a name and an alliance; the promise holds null if the person stays who they are. */
export function askIdentity(current) {
    const dialog = byId("identity");
    const form = byId("identity-form");
    const cancel = byId("identity-cancel");
    const name = byId("name");
    const alliance = byId("alliance");
    name.value = current?.name ?? recalled("name");
    alliance.value = current?.alliance ?? recalled("alliance");
    cancel.hidden = current === null;
    tell(name, "name-error", "");
    tell(alliance, "alliance-error", "");
    dialog.showModal();
    (name.value === "" ? name : alliance).focus();
    return new Promise((resolve) => {
        let done = false;
        const close = (who) => {
            done = true;
            dialog.close();
            resolve(who);
        };
        cancel.onclick = () => close(null);
        dialog.oncancel = (event) => {
            event.preventDefault();
            if (current !== null) {
                close(null);
            }
        };
        dialog.onclose = () => {
            if (!done) {
                dialog.showModal();
            }
        };
        form.onsubmit = (event) => {
            event.preventDefault();
            const who = { name: name.value.trim(), alliance: alliance.value.trim() };
            tell(name, "name-error", refusedName(who.name));
            tell(alliance, "alliance-error", refusedAlliance(who.alliance));
            if (isGood(who)) {
                remember(who);
                close(who);
            } else {
                form.querySelector("[aria-invalid=true]").focus();
            }
        };
    });
}

function isGood({ name, alliance }) {
    return refusedName(name) === "" && refusedAlliance(alliance) === "";
}

function tell(input, error, refusal) {
    input.setAttribute("aria-invalid", String(refusal !== ""));
    byId(error).textContent = refusal;
}

function recalled(key) {
    return ofTab.get(key) || ofBrowser.get(key);
}

function remember(who) {
    for (const store of [ofTab, ofBrowser]) {
        store.set("name", who.name);
        store.set("alliance", who.alliance);
    }
}
