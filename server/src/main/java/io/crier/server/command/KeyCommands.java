package io.crier.server.command;

import io.crier.protocol.RespWriter;
import io.crier.server.broker.Glob;
import io.crier.server.history.History;
import io.crier.server.message.Bytes;
import io.crier.server.security.Operation.Channels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looking at the channels that remember something, as tools look at Redis' keys. */
final class KeyCommands {
    private static final int SCAN_COUNT_DEFAULT = 10;

    private KeyCommands() {}

    static List<Command> rows() {
        return List.of(
                Command.of("dbsize", 1, KeyCommands::size, Flag.READONLY, Flag.FAST),
                Command.of("del", -2, KeyCommands::delete, Flag.WRITE).on(Channels.ALL),
                Command.of("unlink", -2, KeyCommands::delete, Flag.WRITE, Flag.FAST)
                        .on(Channels.ALL),
                Command.of("exists", -2, KeyCommands::exists, Flag.READONLY, Flag.FAST)
                        .on(Channels.ALL),
                Command.of("type", 2, KeyCommands::type, Flag.READONLY, Flag.FAST).on(Channels.ONE),
                Command.of("keys", 2, KeyCommands::keys, Flag.READONLY),
                Command.of("scan", -2, KeyCommands::scan, Flag.READONLY));
    }

    private static void size(Call call) {
        call.reply().integer(call.node().history().count());
    }

    private static void delete(Call call) {
        int deleted = 0;
        for (int i = 1; i < call.words(); i++) {
            if (call.node().history().clear(call.bytes(i))) {
                deleted++;
            }
        }
        call.reply().integer(deleted);
    }

    private static void exists(Call call) {
        int found = 0;
        for (int i = 1; i < call.words(); i++) {
            if (call.node().history().exists(call.bytes(i))) {
                found++;
            }
        }
        call.reply().integer(found);
    }

    private static void type(Call call) {
        boolean there = call.node().history().exists(call.bytes(1));
        call.reply().simple(there ? "stream" : "none");
    }

    private static void keys(Call call) {
        if (Patterns.refuses(call, 1)) {
            return;
        }
        Glob glob = Glob.compile(call.bytes(1));
        List<Bytes> names = call.node().history().channels(glob::matches);
        RespWriter reply = call.reply().array(names.size());
        names.forEach(name -> reply.bulk(name.array()));
    }

    /**
     * The cursor is where the next names stand in the order of their hashes: so a channel that is
     * there all the time is told, whatever comes and goes meanwhile.
     */
    private static void scan(Call call) {
        Long cursor = cursor(call);
        ScanOptions options = cursor == null ? null : ScanOptions.of(call);
        if (cursor == null || options == null) {
            return;
        }
        History history = call.node().history();
        List<Bytes> rest = history.channels(name -> order(name) >= cursor);
        rest.sort(Comparator.comparingLong(KeyCommands::order));
        List<Bytes> told = new ArrayList<>();
        int next = 0;
        while (next < rest.size()
                && (next < options.count() || order(rest.get(next)) == order(rest.get(next - 1)))) {
            Bytes name = rest.get(next++);
            if (options.lets(name)) {
                told.add(name);
            }
        }
        String following = next == rest.size() ? "0" : Long.toString(order(rest.get(next)));
        RespWriter reply = call.reply().array(2).bulk(following).array(told.size());
        told.forEach(name -> reply.bulk(name.array()));
    }

    /** From 1 on, so that 0 is the beginning and the end. */
    private static long order(Bytes name) {
        return (name.hashCode() & 0xffffffffL) + 1;
    }

    private static @Nullable Long cursor(Call call) {
        String text = call.request().length(1) > 20 ? "" : call.text(1);
        if (text.isEmpty() || !text.chars().allMatch(each -> each >= '0' && each <= '9')) {
            call.error("ERR invalid cursor");
            return null;
        }
        try {
            return Long.parseUnsignedLong(text) & Long.MAX_VALUE;
        } catch (NumberFormatException tooLarge) {
            call.error("ERR invalid cursor");
            return null;
        }
    }

    /** What SCAN asks for beside its cursor. */
    private record ScanOptions(int count, @Nullable Glob glob, boolean streams) {
        /** Null after answering an error. */
        static @Nullable ScanOptions of(Call call) {
            int count = SCAN_COUNT_DEFAULT;
            Glob glob = null;
            boolean streams = true;
            for (int at = 2; at < call.words(); at += 2) {
                if (at + 1 == call.words()) {
                    call.syntaxError();
                    return null;
                }
                if (call.is(at, "count")) {
                    if (!call.request().isInteger(at + 1)) {
                        call.error("ERR value is not an integer or out of range");
                        return null;
                    }
                    long asked = call.request().integer(at + 1);
                    if (asked < 1) {
                        call.syntaxError();
                        return null;
                    }
                    count = (int) Math.min(asked, Integer.MAX_VALUE);
                } else if (call.is(at, "match")) {
                    if (Patterns.refuses(call, at + 1)) {
                        return null;
                    }
                    glob = Glob.compile(call.bytes(at + 1));
                } else if (call.is(at, "type")) {
                    streams = call.is(at + 1, "stream");
                } else {
                    call.syntaxError();
                    return null;
                }
            }
            return new ScanOptions(count, glob, streams);
        }

        boolean lets(Bytes name) {
            return streams && (glob == null || glob.matches(name));
        }
    }
}
