package io.crier.server.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of a group that are not acknowledged another consumer's; those that the history
 * has forgotten are pending no more. Guarded by the history's lock.
 */
final class Claim {
    /** For each message that may be claimed so many may be looked at. */
    private static final int LOOKED_AT_FOR_EACH = 10;

    private final Group group;
    private final Consumer consumer;
    private final ClaimRequest request;
    private final long nowMillis;
    private final MessageSearch search;
    private final List<Given> claimed = new ArrayList<>();

    Claim(ChannelLog log, Group group, Consumer consumer, ClaimRequest request, long nowMillis) {
        this.group = group;
        this.consumer = consumer;
        this.request = request;
        this.nowMillis = nowMillis;
        this.search = log.search();
    }

    List<Given> of(List<Long> positions) {
        for (Long position : positions) {
            Pending known = group.pending().get(position);
            if (known == null && !request.force()) {
                continue;
            }
            Slice message = search.find(position);
            if (message == null) {
                if (known != null) {
                    group.remove(known);
                }
            } else {
                take(known, position, message);
            }
        }
        return done();
    }

    private void take(@Nullable Pending known, Long position, Slice message) {
        if (known != null && known.idleMillis(nowMillis) < request.idleMillisMin()) {
            return;
        }
        long givenMillis = request.givenMillis() == null ? nowMillis : request.givenMillis();
        Pending one = known;
        if (one == null) {
            one = new Pending(position, consumer, givenMillis, 1);
            group.add(one);
        } else {
            group.hand(one, consumer);
        }
        Long times = request.givenTimes();
        one.given(
                givenMillis,
                times != null ? times : one.givenTimes() + (request.idsOnly() ? 0 : 1));
        claimed.add(new Given(position, message));
    }

    /**
     * Those from a position on.
     *
     * @param countMax how many at most
     */
    Claimed from(long position, long countMax) {
        List<Long> forgotten = new ArrayList<>();
        long mayLookAt = Math.multiplyExact(countMax, LOOKED_AT_FOR_EACH);
        long left = countMax;
        Map.Entry<Long, Pending> next = group.pending().ceilingEntry(position);
        while (next != null && left > 0 && mayLookAt-- > 0) {
            Long at = next.getKey();
            Pending one = next.getValue();
            Slice message = search.find(at);
            if (message == null) {
                group.remove(one);
                forgotten.add(at);
                left--;
            } else if (one.idleMillis(nowMillis) >= request.idleMillisMin()) {
                take(one, at, message);
                left--;
            }
            next = group.pending().higherEntry(at);
        }
        return new Claimed(next == null ? 0 : next.getKey(), done(), forgotten);
    }

    private List<Given> done() {
        if (!claimed.isEmpty()) {
            consumer.active(nowMillis);
        }
        return claimed;
    }
}
