package io.crier.server.history;

import io.crier.server.message.Bytes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One read that waits for messages of channels: for the next of each, or for what nobody of a group
 * was given. Guarded by the history's lock until its {@link Waiter} was called.
 */
public final class Waiting {
    private final Waiter waiter;
    private final List<Bytes> channels;
    private final List<Long> seen;
    private final @Nullable GroupRead groupRead;
    private boolean over;
    private @Nullable Outcome<List<ChannelMessages>> given;

    private Waiting(
            Waiter waiter, List<Bytes> channels, List<Long> seen, @Nullable GroupRead groupRead) {
        this.waiter = waiter;
        this.channels = channels;
        this.seen = seen;
        this.groupRead = groupRead;
    }

    /**
     * For the next message of channels.
     *
     * @param seen for each channel the position up to which it was read
     */
    public static Waiting behind(Waiter waiter, List<Bytes> channels, List<Long> seen) {
        return new Waiting(waiter, channels, seen, null);
    }

    /** For what nobody of a group was given yet. */
    public static Waiting of(Waiter waiter, GroupRead read) {
        return new Waiting(waiter, read.channels(), List.of(), read);
    }

    Waiter waiter() {
        return waiter;
    }

    List<Bytes> channels() {
        return channels;
    }

    @Nullable GroupRead groupRead() {
        return groupRead;
    }

    /** Whether a channel whose newest message is at {@code last} has what it waits for. */
    boolean wants(Bytes channel, long last) {
        for (int i = 0; i < seen.size(); i++) {
            if (last > seen.get(i) && channels.get(i).equals(channel)) {
                return true;
            }
        }
        return false;
    }

    boolean over() {
        return over;
    }

    void end(@Nullable Outcome<List<ChannelMessages>> outcome) {
        over = true;
        given = outcome;
    }

    /** What a consumer of a group was given, who waited for it; may be asked when it arrived. */
    public Outcome<List<ChannelMessages>> given() {
        return Objects.requireNonNull(given, "nothing arrived for a group");
    }
}
