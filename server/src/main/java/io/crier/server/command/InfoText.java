package io.crier.server.command;

import java.util.Locale;

/** The text of INFO while it is written. */
final class InfoText {
    private final StringBuilder text = new StringBuilder();

    void section(InfoSection section) {
        if (!text.isEmpty()) {
            text.append("\r\n");
        }
        text.append("# ").append(section.title()).append("\r\n");
    }

    InfoText field(String name, String value) {
        text.append(name).append(':').append(value).append("\r\n");
        return this;
    }

    InfoText field(String name, long value) {
        return field(name, Long.toString(value));
    }

    InfoText field(String name, int decimals, double value) {
        return field(name, String.format(Locale.ROOT, "%." + decimals + "f", value));
    }

    /** A size in bytes, and once more for people. */
    InfoText size(String name, long bytes) {
        return field(name, bytes).field(name + "_human", Sizes.human(bytes));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
