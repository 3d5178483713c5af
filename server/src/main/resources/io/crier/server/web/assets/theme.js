/* Dark or light: as the system prefers, until somebody chooses. Runs before the page is painted. */
(function () {
    const KEY = "crier.theme";
    const root = document.documentElement;
    const prefersDark = matchMedia("(prefers-color-scheme: dark)");

    function stored() {
        try {
            return localStorage.getItem(KEY);
        } catch {
            return null;
        }
    }

    function store(theme) {
        try {
            if (theme === null) {
                localStorage.removeItem(KEY);
            } else {
                localStorage.setItem(KEY, theme);
            }
        } catch {
            return;
        }
    }

    function isDark() {
        return root.dataset.theme ? root.dataset.theme === "dark" : prefersDark.matches;
    }

    function show(button) {
        button.setAttribute("aria-pressed", String(isDark()));
        document.dispatchEvent(new Event("themechange"));
    }

    function toggle(button) {
        const theme = isDark() ? "light" : "dark";
        if ((theme === "dark") === prefersDark.matches) {
            delete root.dataset.theme;
            store(null);
        } else {
            root.dataset.theme = theme;
            store(theme);
        }
        show(button);
    }

    const theme = stored();
    if (theme === "dark" || theme === "light") {
        root.dataset.theme = theme;
    }
    document.addEventListener("DOMContentLoaded", () => {
        const button = document.getElementById("theme");
        button.addEventListener("click", () => toggle(button));
        prefersDark.addEventListener("change", () => show(button));
        show(button);
    });
})();
