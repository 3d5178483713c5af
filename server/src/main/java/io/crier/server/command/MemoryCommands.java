package io.crier.server.command;

import io.crier.protocol.RespWriter;
import io.crier.server.telemetry.MemoryUse;
import io.crier.server.telemetry.ProcessFacts;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.List;

/**
 * MEMORY: what is used, by the virtual machine's own count. There are no keys whose memory could be
 * told.
 */
final class MemoryCommands {
    private MemoryCommands() {}

    static List<Command> rows() {
        return List.of(
                Command.container("memory")
                        .with("doctor", 2, MemoryCommands::doctor)
                        .with("help", 2, MemoryCommands::help, Flag.LOADING, Flag.STALE)
                        .with("malloc-stats", 2, MemoryCommands::pools)
                        .with("purge", 2, MemoryCommands::purge)
                        .with("stats", 2, MemoryCommands::stats)
                        .with("usage", -3, MemoryCommands::usage, Flag.READONLY));
    }

    private static void usage(Call call) {
        for (int i = 3; i < call.words(); i += 2) {
            if (!call.is(i, "samples") || i + 1 == call.words()) {
                call.syntaxError();
                return;
            }
            if (!call.request().isInteger(i + 1)) {
                call.error("ERR value is not an integer or out of range");
                return;
            }
            if (call.request().integer(i + 1) < 0) {
                call.syntaxError();
                return;
            }
        }
        call.reply().nil();
    }

    private static void stats(Call call) {
        MemoryUse memory = call.node().measurements().memory();
        call.ask(
                LoopView.question(),
                views -> {
                    long clients = LoopView.sum(views).clientBytes();
                    long used = memory.bytes();
                    RespWriter reply = call.reply().map(14);
                    reply.bulk("peak.allocated").integer(memory.peakBytes());
                    reply.bulk("total.allocated").integer(used);
                    reply.bulk("startup.allocated").integer(memory.bytesAtStart());
                    reply.bulk("replication.backlog").integer(0);
                    reply.bulk("clients.slaves").integer(0);
                    reply.bulk("clients.normal").integer(clients);
                    reply.bulk("overhead.total").integer(used);
                    reply.bulk("keys.count").integer(0);
                    reply.bulk("keys.bytes-per-key").integer(0);
                    reply.bulk("dataset.bytes").integer(0);
                    reply.bulk("dataset.percentage").doubleValue(0);
                    reply.bulk("peak.percentage")
                            .doubleValue(100.0 * used / Math.max(1, memory.peakBytes()));
                    reply.bulk("allocator.resident").integer(ProcessFacts.residentBytes());
                    reply.bulk("fragmentation")
                            .doubleValue((double) ProcessFacts.residentBytes() / Math.max(1, used));
                });
    }

    private static void doctor(Call call) {
        MemoryUse memory = call.node().measurements().memory();
        long heapMax = Runtime.getRuntime().maxMemory();
        String verdict =
                memory.heapBytes() > heapMax / 10 * 9
                        ? "More than nine tenths of the heap are in use: give the virtual machine a larger one (-Xmx), or limit "
                                + "what clients may leave unread (client-output-buffer-limit).\n"
                        : "Memory is fine: ";
        call.reply()
                .verbatim(
                        "txt",
                        verdict
                                + Sizes.human(memory.heapBytes())
                                + " of a heap of at most "
                                + Sizes.human(heapMax)
                                + ", and "
                                + Sizes.human(memory.directBytes())
                                + " of buffers outside of it.\n");
    }

    private static void pools(Call call) {
        StringBuilder text =
                new StringBuilder("Memory of the virtual machine, in bytes: used, committed\n");
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            var usage = pool.getUsage();
            if (usage != null) {
                text.append(
                        "%s: %d, %d\n"
                                .formatted(pool.getName(), usage.getUsed(), usage.getCommitted()));
            }
        }
        text.append("buffers: %d\n".formatted(call.node().measurements().memory().directBytes()));
        call.reply().verbatim("txt", text.toString());
    }

    private static void purge(Call call) {
        call.<Boolean>aside(
                () -> {
                    System.gc();
                    return true;
                },
                done -> call.ok());
    }

    private static void help(Call call) {
        Answers.help(
                call,
                "DOCTOR",
                "    Say in words how memory is doing.",
                "MALLOC-STATS",
                "    Tell how the virtual machine uses its memory.",
                "PURGE",
                "    Ask the virtual machine to collect its garbage.",
                "STATS",
                "    Tell what memory is used for.",
                "USAGE <key> [SAMPLES <count>]",
                "    Answer nil: there are no keys.");
    }
}
