package io.crier.server.command;

import io.crier.server.message.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What XREAD and XREADGROUP say before their ids.
 *
 * @param streams the word of the first channel
 * @param channels how many there are; as many ids follow
 * @param countMax messages of each channel
 * @param blockMillis how long to wait for messages, 0 for ever; negative for not at all
 * @param group null for XREAD
 * @param consumer null for XREAD
 */
record ReadOptions(
        int streams,
        int channels,
        long countMax,
        long blockMillis,
        @Nullable Bytes group,
        @Nullable Bytes consumer,
        boolean noAck) {
    /** Null after answering an error. */
    static @Nullable ReadOptions of(Call call, boolean ofGroup) {
        return new Reader(call, ofGroup).read();
    }

    /** Whether to wait if there is nothing; never within EXEC. */
    boolean blocks(Call call) {
        return blockMillis >= 0 && !call.executing();
    }

    Bytes channel(Call call, int index) {
        return call.bytes(streams + index);
    }

    /** The word of the id that belongs to a channel. */
    int idWord(int index) {
        return streams + channels + index;
    }

    private static final class Reader {
        private final Call call;
        private final boolean ofGroup;
        private int at = 1;
        private long countMax = Long.MAX_VALUE;
        private long blockMillis = -1;
        private @Nullable Bytes group;
        private @Nullable Bytes consumer;
        private boolean noAck;

        Reader(Call call, boolean ofGroup) {
            this.call = call;
            this.ofGroup = ofGroup;
        }

        @Nullable ReadOptions read() {
            while (at < call.words() && !call.is(at, "streams")) {
                if (!option(call.words() - at - 1)) {
                    return null;
                }
            }
            int streams = at + 1;
            int words = call.words() - streams;
            if (words <= 0) {
                call.syntaxError();
                return null;
            }
            if (words % 2 != 0) {
                call.error(unbalanced());
                return null;
            }
            if (ofGroup && group == null) {
                call.error("ERR Missing GROUP option for XREADGROUP");
                return null;
            }
            return new ReadOptions(
                    streams, words / 2, countMax, blockMillis, group, consumer, noAck);
        }

        private String unbalanced() {
            return ofGroup
                    ? "ERR Unbalanced 'xreadgroup' list of streams: for each stream key an ID or '>' must be specified."
                    : "ERR Unbalanced 'xread' list of streams: for each stream key an ID or '$' must be specified.";
        }

        /** Takes one option; false after answering an error. */
        private boolean option(int wordsBehind) {
            if (call.is(at, "count") && wordsBehind > 0) {
                return count();
            }
            if (call.is(at, "block") && wordsBehind > 0) {
                return block();
            }
            if (call.is(at, "group") && wordsBehind > 1) {
                group = call.bytes(at + 1);
                consumer = call.bytes(at + 2);
                at += 3;
                return allowed("GROUP");
            }
            if (call.is(at, "noack")) {
                noAck = true;
                at++;
                return allowed("NOACK");
            }
            call.syntaxError();
            return false;
        }

        private boolean allowed(String option) {
            if (!ofGroup) {
                call.error(
                        "ERR The "
                                + option
                                + " option is only supported by XREADGROUP. You called XREAD instead.");
            }
            return ofGroup;
        }

        private boolean count() {
            Long asked = Numbers.whole(call, at + 1);
            if (asked == null) {
                return false;
            }
            countMax = asked <= 0 ? Long.MAX_VALUE : asked;
            at += 2;
            return true;
        }

        private boolean block() {
            Long millis = Numbers.timeout(call, at + 1);
            if (millis == null) {
                return false;
            }
            blockMillis = millis;
            at += 2;
            return true;
        }
    }
}
