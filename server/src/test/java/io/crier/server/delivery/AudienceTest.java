package io.crier.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.broker.Broker;
import io.crier.server.broker.Interest;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.telemetry.Counters;
import io.crier.server.testing.HandLoop;
import io.crier.server.threading.SystemClock;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AudienceTest {
    private static final int NAMES = 25;

    private final Broker broker = new Broker(1);
    private final Map<Bytes, Set<Subscriber>> model = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyAudienceIsThoseWhoJoinedAndDidNotLeave(long seed) {
        SplittableRandom dice = new SplittableRandom(seed);
        HandLoop loop = new HandLoop();
        LoopDelivery delivery =
                new LoopDelivery(
                        broker,
                        loop,
                        new SystemClock(),
                        new Counters(),
                        UnpooledByteBufAllocator.DEFAULT);
        broker.attach(loop, delivery::drain, Long.MAX_VALUE);
        List<Subscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            subscribers.add(new Subscriber(new Outbox(delivery, new TestWire())));
        }
        for (int step = 0; step < 4_000; step++) {
            Subscriber one = subscribers.get(dice.nextInt(subscribers.size()));
            List<Bytes> names = names(dice);
            boolean growing = step % 1000 < 500;
            switch (dice.nextInt(10)) {
                case 0 -> {
                    delivery.unsubscribeAll(one);
                    model.values().forEach(members -> members.remove(one));
                }
                case 1, 2, 3 -> {
                    delivery.unsubscribe(one, Kind.CHANNEL, names);
                    names.forEach(name -> members(name).remove(one));
                }
                default -> {
                    if (growing || dice.nextInt(3) == 0) {
                        delivery.subscribe(one, Kind.CHANNEL, names);
                        names.forEach(name -> members(name).add(one));
                    }
                }
            }
            if (step % 20 == 0) {
                check(subscribers);
            }
        }
        subscribers.forEach(delivery::unsubscribeAll);
        assertThat(broker.count(Kind.CHANNEL)).isZero();
        delivery.close();
    }

    private static List<Bytes> names(SplittableRandom dice) {
        List<Bytes> names = new ArrayList<>();
        for (int left = 1 + dice.nextInt(5); left > 0; left--) {
            names.add(Bytes.of("c" + dice.nextInt(NAMES)));
        }
        return names;
    }

    private Set<Subscriber> members(Bytes name) {
        return model.computeIfAbsent(name, _ -> new HashSet<>());
    }

    private void check(List<Subscriber> subscribers) {
        for (Subscriber each : subscribers) {
            SubscriptionSet held = each.subscriptions(Kind.CHANNEL);
            for (int i = 0; i < held.size(); i++) {
                Interest interest = held.at(i);
                assertThat(members(interest.name())).contains(each);
                assertThat(Audience.of(interest, 0))
                        .isNotNull()
                        .satisfies(audience ->
                                assertThat(audience.member(held.seat(interest))).isSameAs(each));
            }
        }
        model.forEach((name, members) -> {
            assertThat(broker.subscribers(Kind.CHANNEL, name)).isEqualTo(members.size());
            assertThat(members).allMatch(member -> member.subscriptions(Kind.CHANNEL).holds(name));
        });
    }
}
