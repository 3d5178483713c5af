package io.crier.server.command;

import io.crier.protocol.RespWriter;
import io.crier.server.broker.Glob;
import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** CONFIG: the settings, and the statistics' way back to zero. */
final class ConfigCommands {
    private ConfigCommands() {}

    static List<Command> rows() {
        Flag[] flags = {Flag.ADMIN, Flag.NOSCRIPT, Flag.LOADING, Flag.STALE};
        return List.of(
                Command.container("config")
                        .with("get", -3, ConfigCommands::get, flags)
                        .with("help", 2, ConfigCommands::help, Flag.LOADING, Flag.STALE)
                        .with("resetstat", 2, ConfigCommands::resetStatistics, flags)
                        .with("rewrite", 2, ConfigCommands::rewrite, flags)
                        .with("set", -4, ConfigCommands::set, flags));
    }

    /**
     * A name without wildcards comes back as it was asked for; what several words ask for comes
     * once.
     */
    private static void get(Call call) {
        if (Patterns.refusesIgnoringCase(call, 2)) {
            return;
        }
        LiveSettings settings = call.node().settings();
        Map<String, Bytes> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 2; i < call.words(); i++) {
            String asked = call.text(i);
            if (asked.matches("[^*?\\[]*")) {
                Bytes value = settings.value(asked);
                if (value != null) {
                    found.putIfAbsent(asked, value);
                }
            } else {
                Glob glob = Glob.compileIgnoringCase(call.bytes(i));
                settings.matching(name -> glob.matches(Bytes.of(name))).forEach(found::putIfAbsent);
            }
        }
        RespWriter reply = call.reply().map(found.size());
        found.forEach((name, value) -> reply.bulk(name).bulk(value.array()));
    }

    /**
     * A change may have to wait, for CONFIG REWRITE or for another port to be bound: not on the
     * event loop.
     */
    private static void set(Call call) {
        if (call.words() % 2 != 0) {
            call.syntaxError();
            return;
        }
        List<LiveSettings.Pair> pairs = new ArrayList<>();
        for (int i = 2; i < call.words(); i += 2) {
            pairs.add(new LiveSettings.Pair(call.text(i), call.bytes(i + 1)));
        }
        LiveSettings settings = call.node().settings();
        call.<Outcome>aside(
                () -> new Outcome(settings.change(pairs)), outcome -> outcome.answer(call));
    }

    private static void rewrite(Call call) {
        LiveSettings settings = call.node().settings();
        call.<Outcome>aside(() -> new Outcome(settings.rewrite()), outcome -> outcome.answer(call));
    }

    /**
     * @param error null when it worked
     */
    private record Outcome(@Nullable String error) {
        void answer(Call call) {
            if (error == null) {
                call.ok();
            } else {
                call.error(error);
            }
        }
    }

    private static void resetStatistics(Call call) {
        Dispatcher dispatcher = call.dispatcher();
        call.ask(
                loop -> {
                    dispatcher.meter(loop.loop().index()).stats().reset();
                    return true;
                },
                done -> {
                    call.node().counters().reset();
                    call.node().errors().reset();
                    call.ok();
                });
    }

    private static void help(Call call) {
        Answers.help(
                call,
                "GET <pattern> [<pattern> ...]",
                "    Tell the settings whose names match a pattern.",
                "RESETSTAT",
                "    Set the statistics of INFO back to zero.",
                "REWRITE",
                "    Bring the configuration file up to date, keeping its comments.",
                "SET <directive> <value> [<directive> <value> ...]",
                "    Change settings, all of them or none.");
    }
}
