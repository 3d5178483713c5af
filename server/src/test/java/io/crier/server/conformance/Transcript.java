package io.crier.server.conformance;

import static io.crier.server.conformance.Groups.group;

import io.crier.server.conformance.Scenario.Close;
import io.crier.server.conformance.Scenario.Exchange;
import io.crier.server.conformance.Scenario.Request;
import io.crier.server.conformance.Scenario.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a transcript file; {@code README.md} beside the transcripts describes the form. */
final class Transcript {

    private static final Pattern SEND = Pattern.compile("(\\w+)(>>|>|\\+) (.*?)((?: +~\\S+)*)");
    private static final Pattern AWAIT = Pattern.compile("(\\w+)<(?: (\\d+))?((?: +~\\S+)*)");
    private static final Pattern CLOSE = Pattern.compile("(\\w+) close");
    private static final Pattern EXPECTED = Pattern.compile("=([23]?)(\\^?) (.*)");

    private final String file;
    private final List<Scenario> scenarios = new ArrayList<>();
    private final List<String> fileMarks = new ArrayList<>();
    private final List<String> marks = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Request> held = new ArrayList<>();
    private @Nullable String name;

    private Transcript(String file) {
        this.file = file;
    }

    /** All transcripts of a directory, by name. */
    static List<Scenario> readAll(Path directory) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<Scenario> read(Path path) {
        var fileName = Objects.requireNonNull(path.getFileName()).toString();
        try {
            return read(fileName.replace(".txt", ""), Files.readAllLines(path));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The scenarios of one transcript. */
    static List<Scenario> read(String file, List<String> lines) {
        var transcript = new Transcript(file);
        for (var i = 0; i < lines.size(); i++) {
            try {
                transcript.line(i + 1, lines.get(i));
            } catch (RuntimeException wrong) {
                throw new IllegalArgumentException(
                        "%s.txt:%d: %s".formatted(file, i + 1, lines.get(i)), wrong);
            }
        }
        transcript.finish();
        return List.copyOf(transcript.scenarios);
    }

    private void line(int number, String line) {
        var expected = EXPECTED.matcher(line);
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        if (line.startsWith("== ")) {
            finish();
            name = line.substring(3);
        } else if (line.startsWith("@ ")) {
            (name == null ? fileMarks : marks).add(line.substring(2));
        } else if (line.startsWith("! ")) {
            replaceLast(last().with(Difference.because(line.substring(2))));
        } else if (expected.matches()) {
            expect(group(expected, 1), !group(expected, 2).isEmpty(), group(expected, 3));
        } else {
            step(number, line);
        }
    }

    private void step(int number, String line) {
        var send = SEND.matcher(line);
        var await = AWAIT.matcher(line);
        var close = CLOSE.matcher(line);
        if (send.matches()) {
            var form = group(send, 2);
            var request = new Request(group(send, 3), form.equals(">>"));
            held.add(request);
            if (!form.equals("+")) {
                var plain = exchange(number, group(send, 1), List.copyOf(held), null, 0);
                steps.add(options(plain, group(send, 4)));
                held.clear();
            }
        } else if (await.matches()) {
            var count = group(await, 2).isEmpty() ? 1 : Integer.parseInt(group(await, 2));
            var plain = exchange(number, group(await, 1), List.of(), 0, count);
            steps.add(options(plain, group(await, 3)));
        } else if (close.matches()) {
            steps.add(new Close(number, group(close, 1)));
        } else {
            throw new IllegalArgumentException("not a line of a transcript");
        }
    }

    private static Exchange exchange(
            int line, String connection, List<Request> requests, @Nullable Integer replies, int n) {
        return new Exchange(line, connection, requests, replies, n, false, List.of(), null);
    }

    /** {@code ~2} replies, {@code ~+1} deliveries, {@code ~eof}, or the name of a mask. */
    private static Exchange options(Exchange plain, String options) {
        var replies = plain.replies();
        var deliveries = plain.deliveries();
        var untilEnd = false;
        List<Mask> masks = new ArrayList<>();
        for (var option : options.strip().split("[ ~]+", -1)) {
            if (option.matches("\\d+")) {
                replies = Integer.parseInt(option);
            } else if (option.startsWith("+")) {
                deliveries = Integer.parseInt(option);
            } else if (option.equals("eof")) {
                untilEnd = true;
            } else if (!option.isEmpty()) {
                masks.add(Mask.named(option));
            }
        }
        return new Exchange(
                plain.line(),
                plain.connection(),
                plain.requests(),
                replies,
                deliveries,
                untilEnd,
                List.copyOf(masks),
                null);
    }

    private void expect(String dialect, boolean prefix, String escaped) {
        var difference = Objects.requireNonNull(last().difference(), "no '!' line before");
        for (var each : Dialect.values()) {
            if (dialect.isEmpty() || each.name().endsWith(dialect)) {
                difference = difference.plus(each, Escapes.read(escaped), prefix);
            }
        }
        replaceLast(last().with(difference));
    }

    private Exchange last() {
        return (Exchange) steps.getLast();
    }

    private void replaceLast(Exchange exchange) {
        steps.set(steps.size() - 1, exchange);
    }

    private void finish() {
        if (name != null) {
            scenarios.add(scenario(name));
        }
        if (!held.isEmpty()) {
            throw new IllegalArgumentException(file + ": held back and never sent: " + held);
        }
        marks.clear();
        steps.clear();
    }

    private Scenario scenario(String title) {
        var dialects = EnumSet.allOf(Dialect.class);
        List<String> settings = new ArrayList<>();
        var fresh = false;
        var whole = false;
        marks.addAll(0, fileMarks);
        for (var mark : marks) {
            switch (mark) {
                case "resp2" -> dialects.remove(Dialect.RESP3);
                case "resp3" -> dialects.remove(Dialect.RESP2);
                case "fresh" -> fresh = true;
                case "whole" -> whole = true;
                default -> settings.add(mark.replaceFirst("^server ", ""));
            }
        }
        return new Scenario(
                file, title, dialects, List.copyOf(settings), fresh, whole, List.copyOf(steps));
    }
}
