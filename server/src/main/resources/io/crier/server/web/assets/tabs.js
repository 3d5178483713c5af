import { byId } from "./dom.js";

const NARROW = matchMedia("(max-width: 820px)");

/** On a narrow page one pane is shown at a time; on a wide one all of them, and no tabs. */
export class Tabs {
    #tabs;
    #chosen;

    /** @param chosen called when a pane appears */
    constructor(list, chosen) {
        this.#tabs = [...list.querySelectorAll("[role=tab]")];
        this.#chosen = chosen;
        list.addEventListener("click", (event) => {
            const tab = event.target.closest("[role=tab]");
            if (tab !== null) {
                this.#choose(tab);
            }
        });
        list.addEventListener("keydown", (event) => this.#key(event));
        NARROW.addEventListener("change", () => this.#adapt());
        this.#choose(this.#tabs.find((tab) => tab.ariaSelected === "true"));
        this.#adapt();
    }

    #key(event) {
        const at = this.#tabs.indexOf(event.target);
        const last = this.#tabs.length - 1;
        const next = {
            ArrowRight: at === last ? 0 : at + 1,
            ArrowLeft: at === 0 ? last : at - 1,
            Home: 0,
            End: last,
        }[event.key];
        if (at >= 0 && next !== undefined) {
            event.preventDefault();
            this.#choose(this.#tabs[next]);
            this.#tabs[next].focus();
        }
    }

    #choose(chosen) {
        for (const tab of this.#tabs) {
            tab.ariaSelected = String(tab === chosen);
            tab.tabIndex = tab === chosen ? 0 : -1;
            paneOf(tab).classList.toggle("chosen", tab === chosen);
        }
        this.#chosen();
    }

    #adapt() {
        for (const tab of this.#tabs) {
            if (NARROW.matches) {
                paneOf(tab).setAttribute("role", "tabpanel");
            } else {
                paneOf(tab).removeAttribute("role");
            }
        }
        this.#chosen();
    }
}

function paneOf(tab) {
    return byId(tab.getAttribute("aria-controls"));
}
