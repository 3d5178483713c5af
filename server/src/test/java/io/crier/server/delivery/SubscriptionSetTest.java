package io.crier.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.broker.Broker;
import io.crier.server.broker.Interest;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.testing.HandLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SubscriptionSetTest {
    private static List<Interest> interests(int count) {
        Broker broker = new Broker(1);
        broker.attach(new HandLoop(), () -> {}, Long.MAX_VALUE);
        List<Bytes> names = IntStream.range(0, count).mapToObj(i -> Bytes.of("c" + i)).toList();
        List<Interest> interests = new ArrayList<>();
        broker.register(Kind.CHANNEL, names, 0, interests);
        return interests;
    }

    @Test
    void whatIsAddedAfterTheSetShrankBelowNineIsFoundAgain() {
        List<Interest> interests = interests(10);
        SubscriptionSet set = new SubscriptionSet();
        interests.subList(0, 9).forEach(interest -> set.add(interest, 0));
        interests.subList(0, 3).forEach(set::remove);

        set.add(interests.get(9), 7);

        assertThat(set.holds(interests.get(9).name())).isTrue();
        assertThat(set.seat(interests.get(9))).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 9, 12, 40, 300})
    void agreesWithAMapWhateverIsDoneToIt(int names) {
        List<Interest> interests = interests(names);
        SplittableRandom dice = new SplittableRandom(names);
        SubscriptionSet set = new SubscriptionSet();
        Map<Interest, Integer> model = new LinkedHashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Interest interest = interests.get(dice.nextInt(names));
            boolean growing = (step / 500) % 2 == 0;
            if (!model.containsKey(interest) && dice.nextInt(4) < (growing ? 4 : 1)) {
                set.add(interest, step);
                model.put(interest, step);
            } else if (model.containsKey(interest) && dice.nextInt(4) < (growing ? 1 : 4)) {
                set.remove(interest);
                model.remove(interest);
            } else if (model.containsKey(interest)) {
                set.seat(interest, -step);
                model.put(interest, -step);
            }
            assertThat(set.size()).isEqualTo(model.size());
            assertThat(set.holds(interest.name())).isEqualTo(model.containsKey(interest));
        }
        model.forEach((interest, seat) -> {
            assertThat(set.find(interest.name())).isSameAs(interest);
            assertThat(set.seat(interest)).isEqualTo(seat);
        });
        assertThat(IntStream.range(0, set.size()).mapToObj(set::at))
                .containsExactlyInAnyOrderElementsOf(model.keySet());
    }
}
