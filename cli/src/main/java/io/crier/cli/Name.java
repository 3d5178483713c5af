package io.crier.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What a person or an alliance may be called. */
final class Name {
    /** In characters. */
    static final int LENGTH_MAX = 64;

    private Name() {}

    /**
     * Accepts the name under which a person writes.
     *
     * @throws Failure of usage when it is empty, too long or holds a control character
     */
    static String person(String name) {
        return check("NAME", name, false);
    }

    /** As {@link #person}, and it has no blank or colon, because it is part of a channel's name. */
    static String alliance(String name) {
        return check("alliance", name, true);
    }

    /**
     * What a person's connections are called. A client's name is printable ASCII without blanks, so
     * it is percent-encoded, as the chat's page does it.
     */
    static String client(String person) {
        return URLEncoder.encode(person, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%21", "!")
                .replace("%27", "'")
                .replace("%28", "(")
                .replace("%29", ")")
                .replace("%7E", "~");
    }

    private static String check(String what, String name, boolean oneWord) {
        boolean allowed =
                !name.isBlank()
                        && name.codePointCount(0, name.length()) <= LENGTH_MAX
                        && Printable.text(name).equals(name)
                        && name.indexOf('\t') < 0
                        && !(oneWord && (name.indexOf(' ') >= 0 || name.indexOf(':') >= 0));
        if (allowed) {
            return name;
        }
        throw Failure.usage(
                what
                        + ": 1 to "
                        + LENGTH_MAX
                        + " characters without control characters"
                        + (oneWord ? ", blanks or colons" : "")
                        + " are allowed, got '"
                        + Printable.text(name)
                        + "'");
    }
}
