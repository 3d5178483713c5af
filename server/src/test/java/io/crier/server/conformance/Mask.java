package io.crier.server.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What makes an answer comparable that varies by nature; each is named in the transcripts. */
enum Mask {
    /** Integers on the top level: ids. */
    INT,
    /** Every number, also as text: times, durations, memory. */
    DIGITS,
    /** Ids of messages, wherever they stand; not those that stand for nothing. */
    IDS,
    /** Of an error only the word that programs look at. */
    CODE,
    /** Of every value only its type. */
    TYPE,
    /** Elements, messages or confirmations in no specified order; counts keep theirs. */
    UNORDERED,
    /** Keys of a map, or of an array of pairs, whose order is not specified. */
    PAIRS,
    /** Lines of CLIENT LIST and CLIENT INFO. */
    CLIENTS,
    /** The text of INFO: the sections and fields that clients need. */
    INFO,
    /** The fields of HELLO that name the very server and connection. */
    HELLO,
    /** MONITOR lines: time and address. */
    MONITOR,
    /** A help text: lines of prose under the commands; only that it is lines. */
    HELP,
    /** COMMAND DOCS: which commands, since when and in which group, without the sentences. */
    DOCS,
    /** COMMAND INFO: the order of subcommands is not specified. */
    COMMANDS,
    /** SLOWLOG entries: id, time, duration and address. */
    SLOWLOG;

    private static final Comparator<Frame> BY_BYTES = Comparator.comparing(Frame::bytes);

    /** The mask that a transcript writes in lower case after a tilde. */
    static Mask named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    List<Frame> apply(List<Frame> frames) {
        return this == UNORDERED ? unordered(frames) : frames.stream().map(this::masked).toList();
    }

    private Frame masked(Frame frame) {
        return switch (this) {
            case INT -> frame.type() == ':' ? retold(frame, digits(frame.text())) : frame;
            case DIGITS -> frame.map(Mask::numberMasked);
            case IDS -> frame.map(Mask::idMasked);
            case CODE -> frame.isError() ? retold(frame, frame.text().split(" ", 2)[0]) : frame;
            case TYPE -> Frame.line(frame.type(), "");
            case UNORDERED -> frame;
            case PAIRS -> pairsSorted(frame);
            case CLIENTS -> frame.isBlob() ? prose(frame, ClientLines::masked) : frame;
            case INFO -> frame.isBlob() ? prose(frame, InfoText::masked) : frame;
            case HELLO -> helloMasked(frame);
            case MONITOR -> retold(frame, monitorLine(frame.text()));
            case HELP -> helpMasked(frame);
            case DOCS -> pairsSorted(docsMasked(frame));
            case COMMANDS -> frame.with(frame.parts().stream().map(Mask::commandSorted).toList());
            case SLOWLOG -> frame.with(frame.parts().stream().map(Mask::slowlogEntry).toList());
        };
    }

    private static Frame retold(Frame frame, String text) {
        return new Frame(frame.type(), text, frame.parts());
    }

    /** A text that RESP3 may send as a verbatim string, whose format stays. */
    private static Frame prose(Frame frame, UnaryOperator<String> mask) {
        var format = frame.type() == '=' ? frame.text().substring(0, "txt:".length()) : "";
        return retold(frame, format + mask.apply(frame.text().substring(format.length())));
    }

    private static String monitorLine(String line) {
        return line.replaceFirst("^\\d+\\.\\d{6} \\[(\\d+) \\S+]", "{time} [$1 {addr}]");
    }

    private static String digits(String text) {
        return text.replaceAll("\\d+", "{digits}");
    }

    private static Frame idMasked(Frame frame) {
        var id = frame.text().matches("\\d{10,}-\\d+");
        return id && !frame.isAggregate() ? Frame.line(frame.type(), "{id}") : frame;
    }

    private static Frame numberMasked(Frame frame) {
        var number = frame.text().matches("-?\\d+(\\.\\d+)?");
        return number && !frame.isAggregate() ? Frame.line(frame.type(), "{number}") : frame;
    }

    private static List<Frame> unordered(List<Frame> frames) {
        if (frames.size() > 1 && frames.stream().allMatch(Frame::isDelivery)) {
            return frames.stream().sorted(BY_BYTES).toList();
        }
        var confirmations = !frames.isEmpty() && frames.stream().allMatch(Frame::isConfirmation);
        if (!confirmations) {
            return frames.stream()
                    .map(f -> f.with(f.parts().stream().sorted(BY_BYTES).toList()))
                    .toList();
        }
        var channels = frames.stream().map(f -> f.parts().get(1)).sorted(BY_BYTES).toList();
        List<Frame> sorted = new ArrayList<>();
        for (var i = 0; i < frames.size(); i++) {
            var parts = new ArrayList<>(frames.get(i).parts());
            parts.set(1, channels.get(i));
            sorted.add(frames.get(i).with(parts));
        }
        return sorted;
    }

    private static Frame pairsSorted(Frame frame) {
        List<List<Frame>> pairs = new ArrayList<>();
        for (var i = 0; i + 1 < frame.parts().size(); i += 2) {
            pairs.add(frame.parts().subList(i, i + 2));
        }
        pairs.sort(Comparator.comparing(pair -> pair.getFirst().bytes()));
        return frame.with(pairs.stream().flatMap(List::stream).toList());
    }

    private static Frame helloMasked(Frame frame) {
        var parts = new ArrayList<>(frame.parts());
        for (var i = 0; i + 1 < parts.size(); i += 2) {
            var value = parts.get(i + 1);
            switch (parts.get(i).text()) {
                case "version" -> parts.set(i + 1, Frame.line(value.type(), "{version}"));
                case "id" -> parts.set(i + 1, Frame.line(value.type(), digits(value.text())));
                default -> {}
            }
        }
        return frame.with(parts);
    }

    private static Frame helpMasked(Frame frame) {
        var lines =
                frame.type() == '*'
                        && frame.parts().size() > 4
                        && frame.parts().stream().allMatch(line -> line.type() == '+');
        return lines ? Frame.line('*', "{help}") : frame;
    }

    private static Frame docsMasked(Frame frame) {
        var parts = new ArrayList<>(frame.parts());
        for (var i = 1; i < parts.size(); i += 2) {
            parts.set(i, oneDocMasked(parts.get(i)));
        }
        return new Frame(frame.type(), frame.text(), parts);
    }

    private static Frame oneDocMasked(Frame doc) {
        List<Frame> kept = new ArrayList<>();
        for (var i = 0; i + 1 < doc.parts().size(); i += 2) {
            var key = doc.parts().get(i);
            if (Set.of("since", "group").contains(key.text())) {
                kept.add(key);
                kept.add(doc.parts().get(i + 1));
            } else if (key.text().equals("summary")) {
                kept.add(key);
            } else if (key.text().equals("subcommands")) {
                kept.add(key);
                kept.add(pairsSorted(docsMasked(doc.parts().get(i + 1))));
            }
        }
        return pairsKept(doc, kept);
    }

    private static Frame pairsKept(Frame doc, List<Frame> kept) {
        return new Frame(doc.type(), "{documented}", kept);
    }

    private static Frame commandSorted(Frame command) {
        var parts = new ArrayList<>(command.parts());
        var subcommands = parts.removeLast();
        parts.add(subcommands.with(subcommands.parts().stream().sorted(BY_BYTES).toList()));
        return command.with(parts);
    }

    private static Frame slowlogEntry(Frame entry) {
        var parts = new ArrayList<>(entry.parts());
        for (var i : List.of(0, 1, 2)) {
            parts.set(i, Frame.line(':', digits(parts.get(i).text())));
        }
        parts.set(4, Frame.line('$', "{addr}"));
        return entry.with(parts);
    }
}
