package io.crier.server.command;

import io.crier.protocol.RespWriter;
import java.util.Locale;

/** Replies that several families give. */
final class Answers {
    private Answers() {}

    /** The lines of a HELP subcommand between the two that Redis puts around them. */
    static void help(Call call, String... lines) {
        Command container = call.command().container();
        String name =
                (container == null ? call.command() : container).name().toUpperCase(Locale.ROOT);
        RespWriter reply = call.reply().array(lines.length + 3);
        reply.simple(name + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        for (String line : lines) {
            reply.simple(line);
        }
        reply.simple("HELP").simple("    Print this help.");
    }

    /** Too many words for a subcommand whose row allows a range. */
    static void wrongSubcommandArguments(Call call) {
        call.error(
                "ERR unknown subcommand or wrong number of arguments for '"
                        + call.text(1)
                        + "'. Try "
                        + call.text(0).toUpperCase(Locale.ROOT)
                        + " HELP.");
    }
}
