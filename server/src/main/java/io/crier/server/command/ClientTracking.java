package io.crier.server.command;

import io.crier.protocol.RespWriter;
import io.crier.server.message.Bytes;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Session;
import io.crier.server.session.Tracking;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CLIENT TRACKING and what belongs to it. Libraries with a cache switch it on blindly; with no keys
 * there is nothing to invalidate, so it is checked as in Redis, remembered, and without effect.
 */
final class ClientTracking {
    private static final String SWITCH =
            " before disabling tracking for this client, and then re-enabling it with a different mode.";
    private static final String OVERLAP = ". Prefixes for a single client must not overlap.";

    /** Prefixes that a client may hold; each is compared with each. */
    private static final int PREFIXES_MAX = 1024;

    private static final int PREFIX_BYTES_MAX = 16 * 1024;
    private static final String TOO_MANY = "ERR too many prefixes, limit " + PREFIXES_MAX;

    private long redirect;
    private boolean redirected;
    private boolean broadcast;
    private boolean optIn;
    private boolean optOut;
    private boolean noLoop;
    private final List<Bytes> prefixes = new ArrayList<>();

    private ClientTracking() {}

    static void tracking(Call call) {
        ClientTracking options = new ClientTracking();
        String refusal = options.read(call, 3);
        if (refusal != null) {
            call.error(refusal);
        } else if (!options.redirected) {
            options.change(call, call.lower(2));
        } else {
            String mode = call.lower(2);
            call.ask(
                    options::exists,
                    found -> {
                        if (found.contains(true)) {
                            options.change(call, mode);
                        } else {
                            call.error("ERR The client ID you want redirect to does not exist");
                        }
                    });
        }
    }

    private boolean exists(LoopSessions sessions) {
        Session session = sessions.find(redirect);
        return session != null && !session.killed();
    }

    private @Nullable String read(Call call, int from) {
        for (int i = from; i < call.words(); i++) {
            String option = call.lower(i);
            boolean valued = option.equals("redirect") || option.equals("prefix");
            if (valued && i + 1 == call.words()) {
                return "ERR syntax error";
            }
            switch (option) {
                case "redirect" -> {
                    if (redirected) {
                        return "ERR A client can only redirect to a single other client";
                    }
                    if (!call.request().isInteger(++i)) {
                        return "ERR value is not an integer or out of range";
                    }
                    redirect = call.request().integer(i);
                    redirected = true;
                }
                case "prefix" -> {
                    if (call.request().length(++i) > PREFIX_BYTES_MAX) {
                        return "ERR prefix of "
                                + call.request().length(i)
                                + " bytes is too long, limit "
                                + PREFIX_BYTES_MAX;
                    }
                    if (prefixes.size() == PREFIXES_MAX) {
                        return TOO_MANY;
                    }
                    prefixes.add(call.bytes(i));
                }
                case "bcast" -> broadcast = true;
                case "optin" -> optIn = true;
                case "optout" -> optOut = true;
                case "noloop" -> noLoop = true;
                default -> {
                    return "ERR syntax error";
                }
            }
        }
        return null;
    }

    private void change(Call call, String mode) {
        Session session = call.session();
        switch (mode) {
            case "on" -> {
                Tracking now = session.tracking();
                String refusal = refusal(now);
                if (refusal != null) {
                    call.error(refusal);
                    return;
                }
                List<Bytes> all = new ArrayList<>(now == null ? List.of() : now.prefixes());
                prefixes.stream().filter(prefix -> !all.contains(prefix)).forEach(all::add);
                if (all.size() > PREFIXES_MAX) {
                    call.error(TOO_MANY);
                    return;
                }
                session.tracking(
                        new Tracking(redirect, broadcast, optIn, optOut, noLoop, List.copyOf(all)));
                call.ok();
            }
            case "off" -> {
                session.tracking(null);
                call.ok();
            }
            default -> call.syntaxError();
        }
    }

    private @Nullable String refusal(@Nullable Tracking now) {
        if (!broadcast && !prefixes.isEmpty()) {
            return "ERR PREFIX option requires BCAST mode to be enabled";
        }
        if (now != null && now.broadcast() != broadcast) {
            return "ERR You can't switch BCAST mode on/off" + SWITCH;
        }
        if (broadcast && (optIn || optOut)) {
            return "ERR OPTIN and OPTOUT are not compatible with BCAST";
        }
        if (optIn && optOut) {
            return "ERR You can't specify both OPTIN mode and OPTOUT mode";
        }
        if (now != null && ((optIn && now.optOut()) || (optOut && now.optIn()))) {
            return "ERR You can't switch OPTIN/OPTOUT mode" + SWITCH;
        }
        return overlap(now == null ? List.of() : now.prefixes());
    }

    private @Nullable String overlap(List<Bytes> held) {
        for (int i = 0; i < prefixes.size(); i++) {
            Bytes prefix = prefixes.get(i);
            for (Bytes other : held) {
                if (!prefix.equals(other) && overlaps(prefix, other)) {
                    return "ERR Prefix '"
                            + prefix
                            + "' overlaps with an existing prefix '"
                            + other
                            + "'"
                            + OVERLAP;
                }
            }
            for (Bytes other : prefixes.subList(i + 1, prefixes.size())) {
                if (overlaps(prefix, other)) {
                    return "ERR Prefix '"
                            + prefix
                            + "' overlaps with another provided prefix '"
                            + other
                            + "'"
                            + OVERLAP;
                }
            }
        }
        return null;
    }

    private static boolean overlaps(Bytes one, Bytes other) {
        int shorter = Math.min(one.length(), other.length());
        return one.equals(other.array(), 0, shorter) || other.equals(one.array(), 0, shorter);
    }

    static void caching(Call call) {
        Tracking now = call.session().tracking();
        if (now == null) {
            call.error(
                    "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or "
                            + "OPTOUT mode enabled");
        } else if (call.is(2, "yes") && !now.optIn()) {
            call.error(
                    "ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
        } else if (call.is(2, "no") && !now.optOut()) {
            call.error(
                    "ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
        } else if (call.is(2, "yes") || call.is(2, "no")) {
            call.ok();
        } else {
            call.syntaxError();
        }
    }

    static void getRedirection(Call call) {
        Tracking now = call.session().tracking();
        call.reply().integer(now == null ? -1 : now.redirect());
    }

    static void info(Call call) {
        Tracking now = call.session().tracking();
        List<String> flags = now == null ? List.of("off") : flags(now);
        RespWriter reply = call.reply().map(3);
        reply.bulk("flags").set(flags.size());
        flags.forEach(reply::bulk);
        reply.bulk("redirect").integer(now == null ? -1 : now.redirect());
        List<Bytes> prefixes = now == null ? List.of() : now.prefixes();
        reply.bulk("prefixes").array(prefixes.size());
        prefixes.forEach(prefix -> reply.bulk(prefix.array()));
    }

    private static List<String> flags(Tracking now) {
        List<String> flags = new ArrayList<>(List.of("on"));
        flags.add(now.broadcast() ? "bcast" : "");
        flags.add(now.optIn() ? "optin" : "");
        flags.add(now.optOut() ? "optout" : "");
        flags.add(now.noLoop() ? "noloop" : "");
        flags.removeIf(String::isEmpty);
        return flags;
    }
}
