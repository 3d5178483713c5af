package io.crier.bench.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run, as it is kept: one line of JSON.
 *
 * @param lane the lane's name
 * @param round from 1; of a cold run, the round that it came before
 * @param at when the run ended, UTC
 * @param build what ran and for how long: only results of one build are compared
 * @param server the server's command line
 * @param load the command line of the load, empty without one
 * @param error why there are no figures, null when there are
 * @param figures what the load said
 */
record Result(
        String scenario,
        String lane,
        Phase phase,
        int round,
        String at,
        String build,
        List<String> server,
        List<String> load,
        @Nullable String error,
        JsonNode figures) {

    static final JsonMapper JSON = new JsonMapper();

    /** When in a server's life. */
    enum Phase {
        /** The first seconds of a server. */
        COLD,
        /** After the warm-up. */
        ROUND
    }

    Result {
        server = List.copyOf(server);
        load = List.copyOf(load);
    }

    /** One line without its end. */
    String toJson() {
        ObjectNode line =
                JSON.createObjectNode()
                        .put("scenario", scenario)
                        .put("lane", lane)
                        .put("phase", phase.name())
                        .put("round", round)
                        .put("at", at)
                        .put("build", build);
        server.forEach(line.putArray("server")::add);
        load.forEach(line.putArray("load")::add);
        if (error != null) {
            line.put("error", error);
        }
        line.set("figures", figures);
        return line.toString();
    }

    static Result ofJson(String line) {
        JsonNode json = JSON.readTree(line);
        return new Result(
                json.at("/scenario").asString(),
                json.at("/lane").asString(),
                Phase.valueOf(json.at("/phase").asString()),
                json.at("/round").asInt(),
                json.at("/at").asString(),
                json.at("/build").asString(),
                words(json.at("/server")),
                words(json.at("/load")),
                json.has("error") ? json.at("/error").asString() : null,
                json.at("/figures"));
    }

    private static List<String> words(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
