package io.crier.server.history;

import io.crier.server.broker.Glob;
import io.crier.server.message.Bytes;
import io.crier.server.settings.HistoryRules;
import io.crier.server.settings.HistoryRules.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which channels keep how much: the setting, compiled. Immutable. */
final class Retention {
    private record Compiled(Glob glob, Rule rule) {}

    private final List<Compiled> rules;

    Retention(HistoryRules setting) {
        rules =
                setting.rules().stream()
                        .map(rule -> new Compiled(Glob.compile(rule.pattern()), rule))
                        .toList();
    }

    /** The rule of a channel; null if it keeps nothing. */
    @Nullable Rule of(Bytes channel) {
        for (Compiled compiled : rules) {
            if (compiled.glob.matches(channel)) {
                return compiled.rule;
            }
        }
        return null;
    }
}
