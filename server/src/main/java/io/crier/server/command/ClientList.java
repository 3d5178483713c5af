package io.crier.server.command;

import io.crier.server.session.LoopSessions;
import io.crier.server.session.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** CLIENT LIST and INFO. The lines of each loop's clients are written on that loop. */
final class ClientList {
    private record Line(long id, String text) {}

    private ClientList() {}

    static void info(Call call) {
        call.reply()
                .verbatim("txt", ClientLine.of(call.session(), call.node().clock().epochMillis()));
    }

    static void run(Call call) {
        if (call.words() == 2) {
            inOrder(call, session -> true);
        } else if (call.words() == 4 && call.is(2, "type")) {
            ClientType type = ClientType.named(call.text(3));
            if (type == null) {
                call.error(ClientType.unknown(call.text(3)));
                return;
            }
            inOrder(call, session -> ClientType.of(session) == type);
        } else if (call.words() > 3 && call.is(2, "id")) {
            byId(call);
        } else {
            call.syntaxError();
        }
    }

    private static void inOrder(Call call, Predicate<Session> wanted) {
        call.ask(
                lines(call, wanted),
                answers -> {
                    List<Line> all = new ArrayList<>();
                    answers.forEach(all::addAll);
                    all.sort(Comparator.comparingLong(Line::id));
                    StringBuilder text = new StringBuilder();
                    all.forEach(line -> text.append(line.text));
                    call.reply().verbatim("txt", text.toString());
                });
    }

    /** In the order of the arguments; an id that is given twice is shown twice, as in Redis. */
    private static void byId(Call call) {
        List<Long> ids = new ArrayList<>();
        for (int i = 3; i < call.words(); i++) {
            if (!call.request().isInteger(i)) {
                call.error("ERR Invalid client ID");
                return;
            }
            ids.add(call.request().integer(i));
        }
        call.ask(
                lines(call, session -> ids.contains(session.id())),
                answers -> {
                    Map<Long, String> byId = new HashMap<>();
                    answers.forEach(some -> some.forEach(line -> byId.put(line.id, line.text)));
                    StringBuilder text = new StringBuilder();
                    for (Long id : ids) {
                        @Nullable String line = byId.get(id);
                        text.append(line == null ? "" : line);
                    }
                    call.reply().verbatim("txt", text.toString());
                });
    }

    private static Function<LoopSessions, List<Line>> lines(Call call, Predicate<Session> wanted) {
        long now = call.node().clock().epochMillis();
        return sessions -> {
            List<Line> lines = new ArrayList<>();
            for (Session session : sessions.all()) {
                if (!session.killed() && wanted.test(session)) {
                    lines.add(new Line(session.id(), ClientLine.of(session, now)));
                }
            }
            return lines;
        };
    }
}
