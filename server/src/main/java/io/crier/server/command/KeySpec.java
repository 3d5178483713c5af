package io.crier.server.command;

import io.crier.protocol.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of a command stand.
 *
 * @param flags what is done to them; {@code not_key} for shard channels, which only look like keys
 *     to a cluster
 * @param keyword the word behind which they stand; null where they stand at a place of their own
 * @param first the word of the first key, or where to begin to look for the keyword
 * @param last words from the first key to the last one; negative counts from the end of the request
 * @param step words from one key to the next
 * @param limit only the words up to this part of those that are left are keys: 2 for the first
 *     half; 0 for all
 */
record KeySpec(
        List<String> flags, @Nullable String keyword, int first, int last, int step, int limit) {
    /** Whether these are keys and no channels. */
    boolean keys() {
        return !flags.contains("not_key");
    }

    /** The word of the first key as COMMAND tells it; 0 where that is not one place. */
    int firstWord() {
        return keyword == null ? first : 0;
    }

    /** The word of the last key as COMMAND tells it; 0 where that is not one place. */
    int lastWord() {
        return keyword != null ? 0 : last < 0 ? last : first + last;
    }

    /** Words from one key to the next as COMMAND tells it; 0 where that is not one place. */
    int stepWord() {
        return keyword == null ? step : 0;
    }

    /** The words of the keys in a request that begins with the word {@code from} of another. */
    List<Integer> in(Request request, int from) {
        int begin = from + first;
        if (keyword != null) {
            while (begin < request.count() && !request.is(begin, keyword)) {
                begin++;
            }
            begin++;
        }
        int end = last < 0 ? request.count() + last : begin + last;
        if (limit > 1) {
            end = begin + (end - begin + 1) / limit - 1;
        }
        List<Integer> words = new ArrayList<>();
        for (int word = begin; word <= Math.min(end, request.count() - 1); word += step) {
            words.add(word);
        }
        return words;
    }
}
