package io.crier.cli.bench;

import org.jspecify.annotations.Nullable;

/**
 * What went wrong; all zero when nothing did.
 *
 * @param lost deliveries that should have come and did not
 * @param outOfOrder messages that came after a later one of the same publisher
 * @param duplicated messages that one subscriber got twice
 * @param repliesDisagreeing replies to a publish that told another number than that of its
 *     receivers
 * @param errors error replies and everything else that nobody asked for
 * @param firstError the first of those
 */
public record Checks(
        long lost,
        long outOfOrder,
        long duplicated,
        long repliesDisagreeing,
        long errors,
        @Nullable String firstError) {

    static final Checks CLEAN = new Checks(0, 0, 0, 0, 0, null);

    public boolean areClean() {
        return lost + outOfOrder + duplicated + repliesDisagreeing + errors == 0;
    }
}
