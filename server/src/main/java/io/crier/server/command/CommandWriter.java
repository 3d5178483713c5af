package io.crier.server.command;

import io.crier.protocol.RespWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Writes what COMMAND INFO and COMMAND DOCS tell of a command. */
final class CommandWriter {
    private final RespWriter reply;

    CommandWriter(RespWriter reply) {
        this.reply = reply;
    }

    /** The ten elements of COMMAND and COMMAND INFO. */
    void info(Command command) {
        CommandFacts facts = command.facts();
        KeySpec keys = facts.keys();
        reply.array(10).bulk(command.fullName()).integer(command.arity());
        words(command.flags().stream().filter(Flag::shown).map(Flag::word).toList());
        reply.integer(keys == null ? 0 : keys.firstWord());
        reply.integer(keys == null ? 0 : keys.lastWord());
        reply.integer(keys == null ? 0 : keys.stepWord());
        words(command.categories().stream().map(category -> "@" + category.word()).toList());
        reply.set(facts.tips().size());
        facts.tips().forEach(reply::bulk);
        reply.set(keys == null ? 0 : 1);
        if (keys != null) {
            keys(keys);
        }
        Collection<Command> subcommands = command.subcommands().values();
        if (subcommands.isEmpty()) {
            reply.set(0);
        } else {
            reply.array(subcommands.size());
            subcommands.forEach(this::info);
        }
    }

    private void words(List<String> words) {
        reply.set(words.size());
        words.forEach(reply::simple);
    }

    private void keys(KeySpec keys) {
        reply.map(3).bulk("flags");
        words(keys.flags());
        reply.bulk("begin_search").map(2);
        String keyword = keys.keyword();
        if (keyword == null) {
            reply.bulk("type").bulk("index").bulk("spec").map(1);
            reply.bulk("index").integer(keys.first());
        } else {
            reply.bulk("type").bulk("keyword").bulk("spec").map(2);
            reply.bulk("keyword").bulk(keyword.toUpperCase(Locale.ROOT));
            reply.bulk("startfrom").integer(keys.first());
        }
        reply.bulk("find_keys").map(2);
        reply.bulk("type").bulk("range").bulk("spec").map(3);
        reply.bulk("lastkey").integer(keys.last());
        reply.bulk("keystep").integer(keys.step());
        reply.bulk("limit").integer(keys.limit());
    }

    /** One pair of COMMAND DOCS. */
    void docs(Command command) {
        CommandFacts facts = command.facts();
        Collection<Command> subcommands = command.subcommands().values();
        boolean arguments = !facts.arguments().isEmpty();
        reply.bulk(command.fullName())
                .map(4 + (arguments ? 1 : 0) + (subcommands.isEmpty() ? 0 : 1));
        reply.bulk("summary").bulk(facts.summary());
        reply.bulk("since").bulk(facts.since());
        reply.bulk("group").bulk(facts.group());
        reply.bulk("complexity").bulk(facts.complexity());
        if (arguments) {
            reply.bulk("arguments");
            arguments(facts.arguments());
        }
        if (!subcommands.isEmpty()) {
            reply.bulk("subcommands").map(subcommands.size());
            subcommands.forEach(this::docs);
        }
    }

    private void arguments(List<Argument> arguments) {
        reply.array(arguments.size());
        for (Argument argument : arguments) {
            boolean key = argument.type().equals("key");
            reply.map(
                    2
                            + (key ? 1 : 0)
                            + one(argument.token())
                            + one(argument.since())
                            + one(argument.flags())
                            + one(argument.parts()));
            reply.bulk("name").bulk(argument.name());
            reply.bulk("type").bulk(argument.type());
            if (key) {
                reply.bulk("key_spec_index").integer(0);
            }
            text("token", argument.token());
            text("since", argument.since());
            if (!argument.flags().isEmpty()) {
                reply.bulk("flags");
                words(argument.flags());
            }
            if (!argument.parts().isEmpty()) {
                reply.bulk("arguments");
                arguments(argument.parts());
            }
        }
    }

    private void text(String name, String value) {
        if (!value.isEmpty()) {
            reply.bulk(name).bulk(value);
        }
    }

    private static int one(String value) {
        return value.isEmpty() ? 0 : 1;
    }

    private static int one(List<?> values) {
        return values.isEmpty() ? 0 : 1;
    }
}
