package io.crier.server.command;

import io.crier.protocol.RespWriter;
import io.crier.server.message.Bytes;
import io.crier.server.telemetry.SlowLog;
import java.util.List;

/** SLOWLOG: the last commands that took long. */
final class SlowLogCommands {
    private static final int ANSWERED_BY_DEFAULT = 10;

    private SlowLogCommands() {}

    static List<Command> rows() {
        Flag[] flags = {Flag.ADMIN, Flag.LOADING, Flag.STALE};
        return List.of(
                Command.container("slowlog")
                        .with("get", -2, SlowLogCommands::get, flags)
                        .with("help", 2, SlowLogCommands::help, Flag.LOADING, Flag.STALE)
                        .with("len", 2, call -> call.reply().integer(log(call).size()), flags)
                        .with("reset", 2, SlowLogCommands::reset, flags));
    }

    private static SlowLog log(Call call) {
        return call.node().measurements().slowLog();
    }

    private static void get(Call call) {
        if (call.words() > 3) {
            Answers.wrongSubcommandArguments(call);
            return;
        }
        long count = ANSWERED_BY_DEFAULT;
        if (call.words() == 3) {
            count = call.request().isInteger(2) ? call.request().integer(2) : -2;
            if (count < -1) {
                call.error("ERR count should be greater than or equal to -1");
                return;
            }
        }
        List<SlowLog.Entry> entries = log(call).latest(count == -1 ? Long.MAX_VALUE : count);
        RespWriter reply = call.reply().array(entries.size());
        entries.forEach(entry -> write(reply, entry));
    }

    private static void write(RespWriter reply, SlowLog.Entry entry) {
        reply.array(6).integer(entry.id()).integer(entry.epochSeconds()).integer(entry.micros());
        reply.array(entry.words().size());
        for (Bytes word : entry.words()) {
            reply.bulk(word.array());
        }
        reply.bulk(entry.address()).bulk(entry.clientName().array());
    }

    private static void reset(Call call) {
        log(call).clear();
        call.ok();
    }

    private static void help(Call call) {
        Answers.help(
                call,
                "GET [<count>]",
                "    Tell the latest <count> entries (default: 10, -1 for all), each with its number, time, duration in",
                "    microseconds, request, and the address and name of its client.",
                "LEN",
                "    Count the entries.",
                "RESET",
                "    Empty the slow log.");
    }
}
