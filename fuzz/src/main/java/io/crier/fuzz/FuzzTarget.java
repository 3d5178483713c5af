package io.crier.fuzz;

import io.crier.protocol.RequestTarget;
import io.crier.server.broker.GlobTarget;
import io.crier.server.security.RulesTarget;
import io.crier.server.security.TokensTarget;
import io.crier.server.settings.InlineTarget;
import io.crier.server.settings.SettingsTarget;
import io.crier.server.transport.ConversationTarget;
import io.crier.server.web.AddressTarget;
import io.crier.server.web.HttpTarget;
import io.crier.server.web.JsonRequestTarget;
import io.crier.server.web.JsonTarget;
import io.crier.server.web.WebSocketTarget;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is fuzzed. A further one is a class with {@code fuzzerTestOneInput}, which throws
 * when something does not hold, a row here, and a folder of small inputs in {@code corpus}.
 */
public enum FuzzTarget {
    REQUESTS(RequestTarget.class, RequestTarget::fuzzerTestOneInput),
    INLINE(InlineTarget.class, InlineTarget::fuzzerTestOneInput),
    CONVERSATION(ConversationTarget.class, ConversationTarget::fuzzerTestOneInput),
    GLOBS(GlobTarget.class, GlobTarget::fuzzerTestOneInput),
    SETTINGS(SettingsTarget.class, SettingsTarget::fuzzerTestOneInput),
    RULES(RulesTarget.class, RulesTarget::fuzzerTestOneInput),
    TOKENS(TokensTarget.class, TokensTarget::fuzzerTestOneInput),
    HTTP(HttpTarget.class, HttpTarget::fuzzerTestOneInput),
    ADDRESSES(AddressTarget.class, AddressTarget::fuzzerTestOneInput),
    WEBSOCKET(WebSocketTarget.class, WebSocketTarget::fuzzerTestOneInput),
    JSON_REQUESTS(JsonRequestTarget.class, JsonRequestTarget::fuzzerTestOneInput),
    JSON(JsonTarget.class, JsonTarget::fuzzerTestOneInput);

    /** Tries one input. */
    @FunctionalInterface
    interface OneInput {
        void test(byte[] input);
    }

    private final Class<?> type;

    @SuppressWarnings("ImmutableEnumChecker") // a static method
    private final OneInput oneInput;

    FuzzTarget(Class<?> type, OneInput oneInput) {
        this.type = type;
        this.oneInput = oneInput;
    }

    /** Its name on the command line, and that of its folder. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The class that a fuzzer calls. */
    Class<?> type() {
        return type;
    }

    /** Tries one input; throws whatever does not hold. */
    void test(byte[] input) {
        oneInput.test(input);
    }

    /** Where its inputs are kept: seeds, and under {@code found-…} what once broke it. */
    Path corpus(Path home) {
        return home.resolve("corpus").resolve(word());
    }

    static @Nullable FuzzTarget of(String word) {
        return Arrays.stream(values())
                .filter(target -> target.word().equals(word))
                .findFirst()
                .orElse(null);
    }

    static String words() {
        return List.of(values()).stream().map(FuzzTarget::word).collect(Collectors.joining(", "));
    }
}
