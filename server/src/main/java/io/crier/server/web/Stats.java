package io.crier.server.web;

import io.crier.server.broker.Broker;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.session.Session;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.telemetry.Counters;
import io.crier.server.telemetry.ProcessFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the dashboard shows, as JSON. Made when somebody asks. */
final class Stats {
    private static final int BUSIEST_MAX = 10;
    private static final int SLOWEST_MAX = 10;

    private final Web web;

    Stats(Web web) {
        this.web = web;
    }

    void send(HttpExchange exchange) {
        Session asker = exchange.visitor().session();
        web.askLoops(asker, loops -> exchange.json(written(loops)));
    }

    private JsonBytes written(List<LoopStats> loops) {
        JsonBytes json = new JsonBytes().begin(0).raw("{\"nowMillis\":").number(web.nowMillis());
        totals(json, web.counters());
        connections(json, loops);
        ended(json, web.counters());
        memory(json);
        busiest(json, loops);
        slowest(json, loops);
        json.raw(",\"version\":").text(web.node().about().version());
        json.raw(",\"uptimeSeconds\":")
                .number((web.nowMillis() - web.node().about().startedMillis()) / 1_000);
        return json.raw("}");
    }

    private static void totals(JsonBytes json, Counters counters) {
        json.raw(",\"publishes\":").number(counters.publishes.sum());
        json.raw(",\"deliveries\":").number(counters.deliveries.sum());
        json.raw(",\"bytesIn\":").number(counters.bytesIn.sum());
        json.raw(",\"bytesOut\":").number(counters.bytesOut.sum());
    }

    private static void connections(JsonBytes json, List<LoopStats> loops) {
        json.raw(",\"connections\":{\"resp\":")
                .number(loops.stream().mapToInt(LoopStats::resp).sum())
                .raw(",\"websocket\":")
                .number(loops.stream().mapToInt(LoopStats::webSockets).sum())
                .raw(",\"events\":")
                .number(loops.stream().mapToInt(LoopStats::events).sum())
                .raw(",\"http\":")
                .number(loops.stream().mapToInt(LoopStats::http).sum())
                .raw("},\"loopLagMicros\":[");
        for (int i = 0; i < loops.size(); i++) {
            json.raw(i == 0 ? "" : ",").number(loops.get(i).lagMicros());
        }
        json.raw("]");
    }

    private static void ended(JsonBytes json, Counters counters) {
        json.raw(",\"ended\":{");
        String comma = "";
        for (CloseReason.Kind kind : CloseReason.Kind.values()) {
            long count = counters.closed(kind).sum();
            if (count != 0) {
                json.raw(comma).text(kind.word()).raw(":").number(count);
                comma = ",";
            }
        }
        json.raw("}");
    }

    private void memory(JsonBytes json) {
        var memory = web.node().measurements().memory();
        json.raw(",\"memory\":{\"heap\":")
                .number(memory.heapBytes())
                .raw(",\"direct\":")
                .number(memory.directBytes())
                .raw(",\"resident\":")
                .number(ProcessFacts.residentBytes())
                .raw("}");
    }

    private void busiest(JsonBytes json, List<LoopStats> loops) {
        Map<Bytes, Double> perSecond = new HashMap<>();
        for (LoopStats loop : loops) {
            loop.published()
                    .forEach((channel, count) ->
                            perSecond.merge(
                                    channel,
                                    count * 1000.0 / Math.max(1, loop.overMillis()),
                                    Double::sum));
        }
        List<Map.Entry<Bytes, Double>> sorted = new ArrayList<>(perSecond.entrySet());
        sorted.sort(Map.Entry.<Bytes, Double>comparingByValue().reversed());
        Broker broker = web.node().broker();
        json.raw(",\"channels\":[");
        String comma = "";
        for (var busy : sorted.subList(0, Math.min(BUSIEST_MAX, sorted.size()))) {
            json.raw(comma).raw("{\"channel\":");
            shown(json, busy.getKey());
            json.raw(",\"publishesPerSecond\":")
                    .number(Math.round(busy.getValue()))
                    .raw(",\"subscribers\":")
                    .number(broker.subscribers(Kind.CHANNEL, busy.getKey()))
                    .raw("}");
            comma = ",";
        }
        json.raw("]");
    }

    private static void slowest(JsonBytes json, List<LoopStats> loops) {
        List<LoopStats.Slow> all =
                loops.stream()
                        .flatMap(loop -> loop.slowest().stream())
                        .sorted(Comparator.comparingLong(LoopStats.Slow::outboxBytes).reversed())
                        .limit(SLOWEST_MAX)
                        .toList();
        json.raw(",\"slowest\":[");
        String comma = "";
        for (LoopStats.Slow slow : all) {
            json.raw(comma).raw("{\"id\":").number(slow.id()).raw(",\"name\":");
            shown(json, slow.name());
            json.raw(",\"address\":")
                    .text(slow.address())
                    .raw(",\"outboxBytes\":")
                    .number(slow.outboxBytes())
                    .raw(",\"policy\":")
                    .text(slow.policy().word())
                    .raw(",\"missed\":")
                    .number(slow.missed())
                    .raw("}");
            comma = ",";
        }
        json.raw("]");
    }

    /** For people: what is not UTF-8 is shown as well as it can be. */
    private static void shown(JsonBytes json, Bytes name) {
        json.text(name.toString());
    }
}
