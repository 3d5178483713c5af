package io.crier.server.command;

import io.crier.protocol.RespWriter;
import io.crier.server.broker.Glob;
import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** COMMAND: what the table says of itself. */
final class CatalogCommands {
    private static final Flag[] FLAGS = {Flag.LOADING, Flag.STALE, Flag.SENTINEL};

    private CatalogCommands() {}

    static List<Command> rows() {
        return List.of(
                Command.of("command", -1, CatalogCommands::all, FLAGS)
                        .with(
                                "count",
                                2,
                                call -> call.reply().integer(commands(call).size()),
                                FLAGS)
                        .with("docs", -2, CatalogCommands::docs, FLAGS)
                        .with("getkeys", -4, call -> keys(call, false), FLAGS)
                        .with("getkeysandflags", -4, call -> keys(call, true), FLAGS)
                        .with("help", 2, CatalogCommands::help, FLAGS)
                        .with("info", -2, CatalogCommands::info, FLAGS)
                        .with("list", -2, CatalogCommands::list, FLAGS));
    }

    private static List<Command> commands(Call call) {
        return List.copyOf(call.dispatcher().table().commands());
    }

    private static void all(Call call) {
        List<Command> commands = commands(call);
        CommandWriter writer = new CommandWriter(call.reply().array(commands.size()));
        commands.forEach(writer::info);
    }

    private static void info(Call call) {
        if (call.words() == 2) {
            all(call);
            return;
        }
        RespWriter reply = call.reply().array(call.words() - 2);
        CommandWriter writer = new CommandWriter(reply);
        for (int i = 2; i < call.words(); i++) {
            Command command = call.dispatcher().table().find(call.text(i));
            if (command == null) {
                reply.nil();
            } else {
                writer.info(command);
            }
        }
    }

    /** Names that are not known are left out, as in Redis. */
    private static void docs(Call call) {
        List<Command> commands = call.words() == 2 ? commands(call) : new ArrayList<>();
        for (int i = 2; i < call.words(); i++) {
            Command command = call.dispatcher().table().find(call.text(i));
            if (command != null) {
                commands.add(command);
            }
        }
        CommandWriter writer = new CommandWriter(call.reply().map(commands.size()));
        commands.forEach(writer::docs);
    }

    private static void list(Call call) {
        if (Patterns.refusesIgnoringCase(call, 2)) {
            return;
        }
        Predicate<Command> filter = filter(call);
        if (filter == null) {
            call.syntaxError();
            return;
        }
        List<Command> rows = call.dispatcher().table().rows().stream().filter(filter).toList();
        RespWriter reply = call.reply().array(rows.size());
        rows.forEach(row -> reply.bulk(row.fullName()));
    }

    /** What COMMAND LIST asks for; null if it is no filter. */
    private static @Nullable Predicate<Command> filter(Call call) {
        if (call.words() == 2) {
            return command -> true;
        }
        if (call.words() != 5 || !call.is(2, "filterby")) {
            return null;
        }
        if (call.is(3, "module")) {
            return command -> false;
        }
        if (call.is(3, "aclcat")) {
            Category category = Category.named(call.text(4));
            return command -> category != null && command.categories().contains(category);
        }
        if (call.is(3, "pattern")) {
            Glob glob = Glob.compileIgnoringCase(call.bytes(4));
            return command -> glob.matches(Bytes.of(command.fullName()));
        }
        return null;
    }

    private static void keys(Call call, boolean withFlags) {
        Command command = named(call);
        if (command == null) {
            call.error("ERR Invalid command specified");
            return;
        }
        KeySpec keys = command.facts().keys();
        int words = call.words() - 2;
        if (keys == null || !keys.keys()) {
            call.error("ERR The command has no key arguments");
        } else if (!command.takes(words)) {
            call.error("ERR Invalid number of arguments specified for command");
        } else {
            List<Bytes> found = new ArrayList<>();
            for (int word : keys.in(call.request(), 2)) {
                found.add(call.bytes(word));
            }
            RespWriter reply = call.reply().array(found.size());
            for (Bytes key : found) {
                if (withFlags) {
                    reply.array(2).bulk(key.array()).set(keys.flags().size());
                    keys.flags().forEach(reply::simple);
                } else {
                    reply.bulk(key.array());
                }
            }
        }
    }

    private static @Nullable Command named(Call call) {
        CommandTable table = call.dispatcher().table();
        Command command = table.find(call.text(2));
        Command subcommand =
                command == null || call.words() == 3
                        ? null
                        : command.subcommands().get(call.lower(3));
        return subcommand == null ? command : subcommand;
    }

    private static void help(Call call) {
        Answers.help(
                call,
                "(no subcommand)",
                "    Describe all commands.",
                "COUNT",
                "    Count the commands.",
                "DOCS [<command-name> ...]",
                "    Tell what commands are for and what they take (default: all).",
                "GETKEYS <full-command>",
                "    Find the keys in a request.",
                "GETKEYSANDFLAGS <full-command>",
                "    Find the keys in a request and what is done to them.",
                "INFO [<command-name> ...]",
                "    Describe commands (default: all).",
                "LIST [FILTERBY (MODULE <module-name>|ACLCAT <category>|PATTERN <pattern>)]",
                "    List the names of commands, all or those that a filter lets through.");
    }
}
