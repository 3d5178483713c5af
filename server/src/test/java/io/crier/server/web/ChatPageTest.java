package io.crier.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.crier.server.clients.ChildProcess;
import io.crier.server.testing.RespClient;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The game chat in a real browser. */
@Tag("programs")
final class ChatPageTest {
    private static Chromium chromium;

    private WebServer server = WebServer.start();

    @BeforeAll
    static void open() {
        chromium = new Chromium();
    }

    @AfterAll
    static void quit() {
        chromium.close();
    }

    @AfterEach
    void close() {
        try {
            chromium.closeWindows();
        } finally {
            server.close();
        }
    }

    private Page visit(Page page) {
        page.navigate(server.uri("http", "/").toString());
        return page;
    }

    private Page enter(Page page, String name, String alliance) {
        introduce(page, name, alliance);
        awaitStatus(page, "Connected");
        return page;
    }

    private void introduce(Page page, String name, String alliance) {
        Locator dialog = visit(page).getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Name").fill(name);
        dialog.getByLabel("Alliance").fill(alliance);
        dialog.getByText("Enter").click();
    }

    private static void awaitStatus(Page page, String text) {
        assertThat(page.locator("#status")).hasText(text);
    }

    private static void say(Page page, String place, String text) {
        page.locator("#" + place + "-text").fill(text);
        page.locator("#" + place + "-text").press("Enter");
    }

    private static Locator messages(Page page, String place) {
        return page.locator("#" + place + "-pane .message");
    }

    private static Locator message(Page page, String place, String text) {
        return messages(page, place)
                .filter(new Locator.FilterOptions().setHas(page.getByText(text, exactly())));
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }

    /** Publishes as a player at a terminal would. */
    private void fromRedisCli(String channel, String payload, int receivers) {
        try (ChildProcess cli =
                ChildProcess.start(
                        "redis-cli",
                        "-p",
                        Integer.toString(server.port()),
                        "PUBLISH",
                        channel,
                        payload)) {
            assertThat(cli.awaitSuccess()).containsExactly(Integer.toString(receivers));
        }
    }

    @Test
    void globalReachesEverybodyAndAnAllianceStaysInside() {
        Page alice = enter(chromium.desk(), "Alice", "red");
        Page bob = enter(chromium.deskInTheDark(), "Bob", "blue");

        say(alice, "global", "hello everybody, see https://example.org/map");
        say(alice, "alliance", "for red alone");
        fromRedisCli("global", "Carol: from a terminal", 2);
        fromRedisCli("alliance:blue", "Carol: for blue alone", 1);
        say(bob, "global", "last of all");

        for (Page page : new Page[] {alice, bob}) {
            assertThat(message(page, "global", "from a terminal")).hasCount(1);
            assertThat(message(page, "global", "last of all")).hasCount(1);
            assertThat(messages(page, "global")).hasCount(3);
            assertThat(messages(page, "alliance")).hasCount(1);
        }
        assertThat(message(alice, "alliance", "for red alone")).hasClass(Pattern.compile("own"));
        assertThat(message(bob, "alliance", "for blue alone")).hasCount(1);
        assertThat(bob.getByText("for red alone")).hasCount(0);
        assertThat(alice.getByText("for blue alone")).hasCount(0);
        Locator link = bob.locator("#global-pane .message a");
        assertThat(link).hasAttribute("href", "https://example.org/map");
        assertThat(link).hasAttribute("rel", Pattern.compile("noopener"));
        Chromium.picture(alice, "chat-light");
        Chromium.picture(bob, "chat-dark");
    }

    @Test
    void whoIsHereIsListedWhileHeIs() {
        Page alice = enter(chromium.desk(), "Alice", "red");
        Page bob = enter(chromium.desk(), "Zo\u00eb of Blue", "blue");

        assertThat(alice.locator("#global-here li"))
                .hasText(new String[] {"Aliceyou", "Zo\u00eb of Blue"});
        assertThat(alice.locator("#alliance-here li")).hasText(new String[] {"Aliceyou"});
        server.set("presence-grace", "0");
        bob.close();

        assertThat(alice.locator("#global-here li")).hasText(new String[] {"Aliceyou"});
    }

    @Test
    void aScriptInAMessageDoesNotRun() {
        Page alice = enter(chromium.desk(), "Alice", "red");
        String image = "<img src=x onerror=\"window.ran=true\">";
        String script = "<script>window.ran=true</script>";

        fromRedisCli("global", "Mallory: " + image + script, 1);
        fromRedisCli("global", script + ": x", 1);
        fromRedisCli("alliance:red", "Mallory: javascript:window.ran=true", 1);
        fromRedisCli(
                "__presence__:global",
                "{\"event\":\"join\",\"name\":\""
                        + "%3Cimg%20src%3Dx%20onerror%3D%22window.ran%3Dtrue%22%3E"
                        + "\"}",
                1);
        say(alice, "global", image);

        assertThat(message(alice, "global", image + script)).hasCount(1);
        assertThat(messages(alice, "global")).hasCount(3);
        assertThat(messages(alice, "alliance")).hasCount(1);
        assertThat(
                        alice.locator("#global-here li")
                                .filter(new Locator.FilterOptions().setHasText("<img src=x")))
                .hasCount(1);
        assertThat(alice.locator("main img, main script, main a")).hasCount(0);
        assertThat(alice.evaluate("window.ran === undefined")).isEqualTo(true);
        Chromium.picture(alice, "chat-markup");
    }

    @Test
    void bothComeBackWhenTheServerDoes() {
        Page alice = enter(chromium.desk(), "Alice", "red");
        Page bob = enter(chromium.desk(), "Bob", "blue");
        say(alice, "global", "before");
        assertThat(message(bob, "global", "before")).hasCount(1);

        int port = server.webPort();
        server.close();
        for (Page page : new Page[] {alice, bob}) {
            assertThat(page.locator("#status")).containsText("No connection. Trying again");
        }
        say(alice, "global", "meanwhile");
        assertThat(alice.locator("#global-note")).hasText("Not connected. Your line stays here.");
        assertThat(alice.locator("#global-here-note")).containsText("As it was at ");
        Chromium.picture(alice, "chat-reconnecting");
        server = WebServer.on(port);

        for (Page page : new Page[] {alice, bob}) {
            awaitStatus(page, "Connected again");
            assertThat(page.locator("#global-pane .notice"))
                    .containsText("The connection was lost");
            assertThat(page.locator("#global-here-note")).isEmpty();
        }
        alice.locator("#global-text").press("Enter");
        assertThat(message(bob, "global", "meanwhile")).hasCount(1);
        say(bob, "global", "after");
        assertThat(message(alice, "global", "after")).hasCount(1);
        Chromium.picture(alice, "chat-back");
    }

    @Test
    void aPhoneShowsOnePaneAndCountsWhatIsUnreadInTheOthers() {
        Page alice = enter(chromium.phone(), "Alice", "red");
        assertThat(alice.locator("#alliance-pane")).isVisible();
        assertThat(alice.locator("#global-pane")).isHidden();

        fromRedisCli("global", "Carol: one", 1);
        fromRedisCli("global", "Carol: two", 1);
        fromRedisCli("alliance:red", "Carol: seen at once", 1);

        assertThat(alice.locator("#global-tab-unread")).hasText("2 unread");
        assertThat(alice.locator("#alliance-tab-unread")).isHidden();
        assertThat(alice).hasTitle("(2) Crier chat");
        Chromium.picture(alice, "chat-phone-unread");
        alice.locator("#global-tab").click();
        assertThat(message(alice, "global", "two")).isVisible();
        assertThat(alice.locator("#alliance-pane")).isHidden();
        assertThat(alice.locator("#global-tab-unread")).isHidden();
        assertThat(alice).hasTitle("Crier chat");
        say(alice, "global", "a word that is much too long for a small window: " + "x".repeat(120));
        assertThat(messages(alice, "global")).hasCount(3);
        assertThat(alice.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        Chromium.picture(alice, "chat-phone");
        alice.locator("#here-tab").click();
        assertThat(alice.locator("#global-here li")).hasText(new String[] {"Aliceyou"});
        Chromium.picture(alice, "chat-phone-here");
    }

    @Test
    void theKeyboardIsEnough() {
        Page alice = visit(chromium.desk());
        alice.locator("#name:focus").waitFor();
        Chromium.picture(alice, "chat-welcome");

        alice.keyboard().type("Alice");
        alice.keyboard().press("Tab");
        alice.keyboard().type("not one word");
        alice.keyboard().press("Enter");
        assertThat(alice.locator("#alliance-error")).hasText("Without blanks and colons, please.");
        Chromium.picture(alice, "chat-refused-name");
        alice.keyboard().press("Control+A");
        alice.keyboard().type("red");
        alice.keyboard().press("Enter");
        awaitStatus(alice, "Connected");
        alice.locator("#alliance-text:focus").waitFor();
        alice.keyboard().type("to red");
        alice.keyboard().press("Enter");
        focusByTab(alice, "global-text", "Shift+Tab");
        alice.keyboard().type("to all");
        alice.keyboard().press("Enter");

        assertThat(message(alice, "alliance", "to red")).hasCount(1);
        assertThat(message(alice, "global", "to all")).hasCount(1);
        focusByTab(alice, "me", "Shift+Tab");
        Chromium.picture(alice, "chat-focus");
        alice.keyboard().press("Enter");
        assertThat(alice.locator("#identity")).isVisible();
        alice.keyboard().press("Escape");
        assertThat(alice.locator("#identity")).isHidden();
    }

    @Test
    void theTabsOfAPhoneObeyTheArrows() {
        Page alice = enter(chromium.phone(), "Alice", "red");

        alice.locator("#alliance-tab").focus();
        alice.keyboard().press("ArrowLeft");

        assertThat(alice.locator("#global-pane")).isVisible();
        assertThat(alice.locator("#global-tab")).isFocused();
        assertThat(alice.locator("#global-tab")).hasAttribute("aria-selected", "true");
    }

    private static void focusByTab(Page page, String id, String key) {
        for (int i = 0; i < 20 && !page.evaluate("document.activeElement.id").equals(id); i++) {
            page.keyboard().press(key);
        }
        assertThat(page.locator("#" + id)).isFocused();
    }

    @Test
    void aPasswordIsAskedForOnceAndSoIsAWrongOneAgain() {
        server.set("requirepass", "s\u00e9same");
        Page alice = chromium.desk();
        introduce(alice, "Alice", "red");

        awaitStatus(alice, "The server wants its password.");
        Chromium.picture(alice, "chat-password");
        alice.locator("#password").fill("guess");
        alice.locator("#password").press("Enter");
        assertThat(alice.locator("#password-error")).hasText("That is not the password.");
        alice.locator("#password").fill("s\u00e9same");
        alice.locator("#password").press("Enter");

        awaitStatus(alice, "Connected");
        assertThat(alice.locator("#global-here li")).hasText(new String[] {"Aliceyou"});
        alice.reload();
        awaitStatus(alice, "Connected");
        assertThat(alice.locator("#password")).hasCount(0);
    }

    @Test
    void anEventSourceIsLetInByThePasswordThatTheBrowserAskedFor() {
        server.set("requirepass", "secret");
        Page page = chromium.knowing("secret");
        visit(page);

        page.evaluate(
                """
                () => {
                  window.events = [];
                  new EventSource("/subscribe?channel=x").onmessage = ({ data }) => events.push(data);
                }
                """);
        RespClient publisher = server.resp();
        publisher.call("AUTH", "secret");
        await().until(() -> publisher.number("PUBLISH", "x", "m") == 1);

        page.waitForFunction("events.length > 0");
        assertThat(page.evaluate("events[0]")).isEqualTo("{\"push\":[\"message\",\"x\",\"m\"]}");
        page.navigate(server.uri("http", "/channels").toString());
        assertThat(page.locator("body")).containsText("\"channels\":[");
    }
}
