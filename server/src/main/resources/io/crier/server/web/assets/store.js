/** What the browser remembers: of this tab, and for every tab. Without permission, nothing. */
export const ofTab = store(() => sessionStorage);
export const ofBrowser = store(() => localStorage);

function store(storage) {
    return {
        get(key) {
            try {
                return storage().getItem("crier." + key) ?? "";
            } catch {
                return "";
            }
        },
        set(key, value) {
            try {
                if (value === "") {
                    storage().removeItem("crier." + key);
                } else {
                    storage().setItem("crier." + key, value);
                }
            } catch {
                return;
            }
        },
    };
}
