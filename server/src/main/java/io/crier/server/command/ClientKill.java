package io.crier.server.command;

import io.crier.server.message.Bytes;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Session;
import io.crier.server.telemetry.CloseReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CLIENT KILL, in its old form with one address and with filters: all of them must hold; the last
 * of a kind wins.
 */
final class ClientKill {
    private final Call call;
    private @Nullable String address;
    private @Nullable String localAddress;
    private @Nullable Bytes user;
    private @Nullable ClientType type;
    private long id;
    private long ageSecondsMin;
    private boolean skipMe = true;

    /** What one loop did; the caller itself is left to the end, since it is answered first. */
    private record Killed(int others, boolean caller) {}

    private ClientKill(Call call) {
        this.call = call;
    }

    static void run(Call call) {
        ClientKill kill = new ClientKill(call);
        boolean oldForm = call.words() == 3;
        if (oldForm) {
            kill.address = call.text(2);
            kill.skipMe = false;
        } else {
            for (int i = 2; i < call.words(); i += 2) {
                String refusal = i + 1 < call.words() ? kill.filter(i) : "ERR syntax error";
                if (refusal != null) {
                    call.error(refusal);
                    return;
                }
            }
        }
        long now = call.node().clock().epochMillis();
        call.ask(sessions -> kill.on(sessions, now), killed -> kill.answer(killed, oldForm));
    }

    /** Takes in the filter at {@code i}; answers what is wrong with it, or null. */
    private @Nullable String filter(int i) {
        String value = call.text(i + 1);
        switch (call.lower(i)) {
            case "id" -> {
                id = number(i + 1);
                return id > 0 ? null : "ERR client-id should be greater than 0";
            }
            case "maxage" -> {
                ageSecondsMin = number(i + 1);
                return !call.request().isInteger(i + 1)
                        ? "ERR maxage is not an integer or out of range"
                        : ageSecondsMin > 0 ? null : "ERR maxage should be greater than 0";
            }
            case "type" -> {
                type = ClientType.named(value);
                return type == null ? ClientType.unknown(value) : null;
            }
            case "addr" -> address = value;
            case "laddr" -> localAddress = value;
            case "user" -> {
                Bytes name = call.bytes(i + 1);
                user = name;
                return call.node().users().find(name) != null
                                || call.node().entrance().admitsTokens()
                        ? null
                        : "ERR No such user '" + value + "'";
            }
            case "skipme" -> {
                skipMe = call.is(i + 1, "yes");
                return skipMe || call.is(i + 1, "no") ? null : "ERR syntax error";
            }
            default -> {
                return "ERR syntax error";
            }
        }
        return null;
    }

    private long number(int index) {
        return call.request().isInteger(index) ? call.request().integer(index) : 0;
    }

    @SuppressWarnings("ReferenceEquality") // the very session that asks
    private Killed on(LoopSessions sessions, long nowMillis) {
        int others = 0;
        boolean caller = false;
        for (Session session : List.copyOf(sessions.all())) {
            if (session.killed() || !meant(session, nowMillis)) {
                continue;
            }
            if (session != call.session()) {
                session.kill(CloseReason.of(CloseReason.Kind.KILLED));
                others++;
            } else {
                caller = !skipMe;
            }
        }
        return new Killed(others, caller);
    }

    private boolean meant(Session session, long nowMillis) {
        return (address == null || address.equals(session.peer().address()))
                && (localAddress == null || localAddress.equals(session.peer().localAddress()))
                && (type == null || type == ClientType.of(session))
                && (id == 0 || id == session.id())
                && (user == null || user.equals(session.identity().user()))
                && (ageSecondsMin == 0
                        || (nowMillis - session.activity().connectedMillis()) / 1_000
                                >= ageSecondsMin);
    }

    private void answer(List<Killed> killed, boolean oldForm) {
        int count = 0;
        boolean caller = false;
        for (Killed some : killed) {
            count += some.others;
            caller |= some.caller;
        }
        count += caller ? 1 : 0;
        if (!oldForm) {
            call.reply().integer(count);
        } else if (count == 0) {
            call.error("ERR No such client");
        } else {
            call.ok();
        }
        if (caller) {
            call.session().quitAfterReply(CloseReason.of(CloseReason.Kind.KILLED));
        }
    }
}
