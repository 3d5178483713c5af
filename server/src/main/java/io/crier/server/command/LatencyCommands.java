package io.crier.server.command;

import io.crier.protocol.RespWriter;
import io.crier.server.telemetry.CommandStats;
import io.crier.server.telemetry.LatencyEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** LATENCY: moments that took long, and how long each command takes. */
final class LatencyCommands {
    /** Upper ends of the histogram's steps: about a microsecond, then twice as much each. */
    private static final int FIRST_STEP_NANOS = 1024;

    private LatencyCommands() {}

    static List<Command> rows() {
        Flag[] flags = {Flag.ADMIN, Flag.NOSCRIPT, Flag.LOADING, Flag.STALE};
        return List.of(
                Command.container("latency")
                        .with("doctor", 2, LatencyCommands::doctor, flags)
                        .with("graph", 3, LatencyCommands::graph, flags)
                        .with("help", 2, LatencyCommands::help, Flag.LOADING, Flag.STALE)
                        .with("histogram", -2, LatencyCommands::histogram, flags)
                        .with("history", 3, LatencyCommands::history, flags)
                        .with("latest", 2, LatencyCommands::latest, flags)
                        .with("reset", -2, LatencyCommands::reset, flags));
    }

    private static LatencyEvents events(Call call) {
        return call.node().measurements().latency();
    }

    private static void latest(Call call) {
        List<LatencyEvents.History> all = events(call).all();
        RespWriter reply = call.reply().array(all.size());
        for (LatencyEvents.History history : all) {
            reply.array(4).bulk(history.event()).integer(history.latest().epochSeconds());
            reply.integer(history.latest().millis()).integer(history.maxMillis());
        }
    }

    private static void history(Call call) {
        LatencyEvents.History history = events(call).of(call.text(2));
        if (history == null) {
            call.reply().array(0);
            return;
        }
        RespWriter reply = call.reply().array(history.samples().size());
        history.samples()
                .forEach(sample ->
                        reply.array(2).integer(sample.epochSeconds()).integer(sample.millis()));
    }

    private static void reset(Call call) {
        int count = 0;
        if (call.words() == 2) {
            count = events(call).resetAll();
        }
        for (int i = 2; i < call.words(); i++) {
            count += events(call).reset(call.text(i)) ? 1 : 0;
        }
        call.reply().integer(count);
    }

    private static void graph(Call call) {
        LatencyEvents.History history = events(call).of(call.text(2));
        if (history == null) {
            call.error("ERR No samples available for event '" + call.text(2) + "'");
        } else {
            call.reply().verbatim("txt", LatencyReport.graph(history));
        }
    }

    private static void doctor(Call call) {
        long threshold = call.node().settings().current().latencyMonitorMillis();
        call.reply().verbatim("txt", LatencyReport.diagnosis(threshold, events(call).all()));
    }

    private static void histogram(Call call) {
        List<Command> wanted = wanted(call);
        call.ask(
                Statistics.question(call.dispatcher()),
                all -> {
                    CommandStats stats = Statistics.sum(all);
                    List<Command> measured = new ArrayList<>(wanted);
                    Predicate<Command> silent = command -> stats.latency(command.ordinal()) == null;
                    measured.removeIf(silent);
                    RespWriter reply = call.reply().map(measured.size());
                    for (Command command : measured) {
                        Histogram latency = stats.latency(command.ordinal());
                        if (latency != null) {
                            reply.bulk(command.fullName());
                            write(reply, latency);
                        }
                    }
                });
    }

    /** The commands named, with the subcommands of containers; every one if none is named. */
    private static List<Command> wanted(Call call) {
        CommandTable table = call.dispatcher().table();
        if (call.words() == 2) {
            return table.rows();
        }
        List<Command> wanted = new ArrayList<>();
        for (int i = 2; i < call.words(); i++) {
            Command command = table.find(call.text(i).toLowerCase(Locale.ROOT));
            if (command != null) {
                wanted.add(command);
                wanted.addAll(command.subcommands().values());
            }
        }
        return wanted.stream().distinct().toList();
    }

    private static void write(RespWriter reply, Histogram latency) {
        List<long[]> steps = new ArrayList<>();
        long before = 0;
        for (HistogramIterationValue step : latency.logarithmicBucketValues(FIRST_STEP_NANOS, 2)) {
            long count = step.getTotalCountToThisValue();
            if (count > before) {
                steps.add(
                        new long[] {
                            latency.highestEquivalentValue(step.getValueIteratedTo()) / 1_000, count
                        });
                before = count;
            }
        }
        reply.map(2).bulk("calls").integer(latency.getTotalCount());
        reply.bulk("histogram_usec").map(steps.size());
        steps.forEach(step -> reply.integer(step[0]).integer(step[1]));
    }

    private static void help(Call call) {
        Answers.help(
                call,
                "DOCTOR",
                "    Explain in words what took long.",
                "GRAPH <event>",
                "    Draw the samples of an event.",
                "HISTOGRAM [<command> ...]",
                "    Tell how long commands took, as a cumulative distribution (default: all commands).",
                "HISTORY <event>",
                "    Tell the samples of an event: time and milliseconds.",
                "LATEST",
                "    Tell the last sample of every event.",
                "RESET [<event> ...]",
                "    Forget the samples of events (default: all).");
    }
}
