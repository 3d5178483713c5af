package io.crier.server.simulator;

import io.crier.protocol.Reply;
import io.crier.protocol.RespReader;
import io.crier.server.message.Bytes;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Presence;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds the joins and leaves that a witness heard against who is present. */
final class PresenceCheck {
    private static final byte[] PREFIX = "__presence__:".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern EVENT =
            Pattern.compile("\\{\"event\":\"(join|leave)\",\"name\":\"([pg]\\d)\"}");

    private record Seat(Bytes channel, Bytes name) {}

    private final Presence presence;
    private final List<Bytes> channels;
    private final History history;

    /**
     * @param channels all that can have presence
     */
    PresenceCheck(Presence presence, List<Bytes> channels, History history) {
        this.presence = presence;
        this.channels = channels;
        this.history = history;
    }

    /** Whether what is published on {@code channel} are joins and leaves. */
    static boolean isEvent(Bytes channel) {
        return channel.length() >= PREFIX.length
                && Arrays.equals(Arrays.copyOf(channel.array(), PREFIX.length), PREFIX);
    }

    void tick(LoopSessions loop) {
        presence.tick(loop);
    }

    /** Nothing is under way any more: whoever listens to everything knows who is there. */
    void agreesWith(SimClient client) {
        if (client.role() != Role.WITNESS) {
            return;
        }
        Map<Seat, Boolean> heard = heard(client);
        heard.forEach((seat, taken) -> {
            if (presence.names(seat.channel).containsKey(seat.name) != taken) {
                history.violated(
                        Guarantee.PRESENCE, seat + " is heard as " + (taken ? "taken" : "free"));
            }
        });
    }

    /** The names on each channel, without those that may only come back. */
    Map<Bytes, Set<Bytes>> connected() {
        Map<Bytes, Set<Bytes>> connected = new LinkedHashMap<>();
        for (Bytes channel : channels) {
            Set<Bytes> names = new HashSet<>();
            presence.names(channel)
                    .forEach((name, connections) -> {
                        if (connections > 0) {
                            names.add(name);
                        }
                    });
            connected.put(channel, names);
        }
        return connected;
    }

    /** Those who had a connection went not longer ago than the grace lasts. */
    void stillThere(Map<Bytes, Set<Bytes>> connected) {
        connected.forEach((channel, names) -> {
            if (!presence.names(channel).keySet().containsAll(names)) {
                history.violated(
                        Guarantee.PRESENCE,
                        "of " + names + " some left '" + channel + "' before their time");
            }
        });
    }

    /** Everybody went, longer ago than the grace lasts. */
    void nobodyIsLeft() {
        for (Bytes channel : channels) {
            if (!presence.names(channel).isEmpty()) {
                history.violated(
                        Guarantee.NOTHING_LEFT,
                        presence.names(channel) + " are still present on '" + channel + "'");
            }
        }
    }

    /** What the client heard last of each name on each channel. */
    private Map<Seat, Boolean> heard(SimClient client) {
        Map<Seat, Boolean> seats = new LinkedHashMap<>();
        ByteArrayInputStream in = new ByteArrayInputStream(client.wire().received().bytes());
        RespReader reader = new RespReader(in);
        try {
            while (in.available() > 0) {
                List<Reply> elements = Transcript.elements(reader.read());
                if (elements != null && elements.size() == 4) {
                    event(seats, Transcript.bytes(elements.get(2)), elements.get(3));
                }
            }
        } catch (IOException cut) {
            history.violated(Guarantee.PRESENCE, "the witness heard no whole frames: " + cut);
        }
        return seats;
    }

    private void event(Map<Seat, Boolean> seats, Bytes channel, Reply payload) {
        if (!isEvent(channel)) {
            return;
        }
        Matcher event = EVENT.matcher(Transcript.bytes(payload).toString());
        if (!event.matches()) {
            history.violated(Guarantee.PRESENCE, "no event: " + Transcript.bytes(payload));
            return;
        }
        byte[] about = Arrays.copyOfRange(channel.array(), PREFIX.length, channel.length());
        boolean joined = "join".equals(event.group(1));
        Bytes name = Bytes.of(Objects.requireNonNull(event.group(2)));
        Boolean before = seats.put(new Seat(Bytes.own(about), name), joined);
        if (before != null && before == joined) {
            history.violated(
                    Guarantee.PRESENCE, "twice in a row on '" + channel + "': " + event.group());
        }
    }
}
