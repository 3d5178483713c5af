package io.crier.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One reply or push of either dialect, as a client sees it. Equal if the same was sent. */
@SuppressWarnings("AvoidCommonTypeNames") // The protocol's own names, always written Reply.Error.
public sealed interface Reply {
    /** {@code +}; one character per byte (ISO 8859-1). */
    record Simple(String text) implements Reply {}

    /** {@code -} or {@code !}; one character per byte (ISO 8859-1). */
    record Error(String text) implements Reply {}

    /** {@code :}. */
    record Int(long value) implements Reply {}

    /** The three ways to say that there is no value. */
    enum Nil implements Reply {
        /** {@code $-1}, RESP2. */
        BULK,
        /** {@code *-1}, RESP2. */
        ARRAY,
        /** {@code _}, RESP3. */
        PLAIN
    }

    /** {@code *}. */
    record Array(List<Reply> elements) implements Reply {
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /** {@code %}, in the order sent. */
    record Map(List<Entry> entries) implements Reply {
        public Map {
            entries = List.copyOf(entries);
        }
    }

    /** One key with its value. */
    record Entry(Reply key, Reply value) {}

    /** {@code ~}, in the order sent. */
    record Set(List<Reply> elements) implements Reply {
        public Set {
            elements = List.copyOf(elements);
        }
    }

    /** {@code >}. */
    record Push(List<Reply> elements) implements Reply {
        public Push {
            elements = List.copyOf(elements);
        }
    }

    /** {@code #}. */
    record Bool(boolean value) implements Reply {}

    /** {@code ,}. */
    record Double(double value) implements Reply {}

    /** {@code =}. */
    record Verbatim(String format, String text) implements Reply {}

    /** {@code (}, in decimal as sent. */
    record BigNumber(String digits) implements Reply {}

    /** {@code $}: bytes. */
    final class Bulk implements Reply {
        private final byte[] bytes;

        /** Takes ownership of {@code bytes}. */
        public Bulk(byte[] bytes) {
            this.bytes = bytes;
        }

        /** The UTF-8 bytes of {@code text}. */
        public static Bulk of(String text) {
            return new Bulk(text.getBytes(StandardCharsets.UTF_8));
        }

        /** The bytes themselves, for reading only. */
        public byte[] bytes() {
            return bytes;
        }

        /** The bytes as UTF-8. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bulk bulk && Arrays.equals(bytes, bulk.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Bulk[" + text() + "]";
        }
    }
}
