package io.crier.server.command;

import io.crier.server.telemetry.CommandStats;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** INFO: how the server is doing. */
final class InfoCommand {
    private InfoCommand() {}

    static List<Command> rows() {
        return List.of(
                Command.of("info", -1, InfoCommand::run, Flag.LOADING, Flag.STALE, Flag.SENTINEL));
    }

    /** What one loop says for INFO. */
    private record Answer(LoopView clients, CommandStats stats) {}

    private static void run(Call call) {
        Set<InfoSection> wanted =
                call.words() == 1 ? InfoSection.defaults() : EnumSet.noneOf(InfoSection.class);
        for (int i = 1; i < call.words(); i++) {
            InfoSection.add(call.text(i), wanted);
        }
        var clients = LoopView.question();
        var stats = Statistics.question(call.dispatcher());
        call.<Answer>ask(
                loop -> new Answer(clients.apply(loop), stats.apply(loop)),
                answers -> {
                    LoopView view = LoopView.sum(answers.stream().map(Answer::clients).toList());
                    CommandStats sum = Statistics.sum(answers.stream().map(Answer::stats).toList());
                    InfoText text = new InfoText();
                    InfoSections sections = new InfoSections(call.node(), text, view);
                    InfoStatistics statistics = new InfoStatistics(call, text, sum);
                    for (InfoSection section : wanted) {
                        text.section(section);
                        switch (section) {
                            case SERVER -> sections.server();
                            case CRIER -> sections.crier();
                            case CLIENTS -> sections.clients();
                            case MEMORY -> sections.memory();
                            case PERSISTENCE -> sections.persistence();
                            case STATS -> sections.stats();
                            case REPLICATION -> sections.replication();
                            case CPU -> sections.cpu();
                            case COMMANDSTATS -> statistics.commands();
                            case ERRORSTATS -> statistics.errors();
                            case LATENCYSTATS -> statistics.latencies();
                            case CLUSTER -> text.field("cluster_enabled", 0);
                            case MODULES, KEYSPACE -> {
                                // Nothing is loaded and nothing is kept.
                            }
                        }
                    }
                    call.reply().verbatim("txt", text.toString());
                });
    }
}
