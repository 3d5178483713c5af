package io.crier.server.command;

import io.crier.server.history.History;
import io.crier.server.message.Bytes;

/** What XADD and XTRIM say about trimming. */
final class StreamOptions {
    private final Call call;
    private int at = 2;
    private boolean noMakeStream;
    private boolean trims;
    private boolean byId;
    private long threshold;
    private boolean about;
    private String error = "";

    StreamOptions(Call call) {
        this.call = call;
    }

    /** Why they are none, after reading them failed. */
    String error() {
        return error;
    }

    private boolean wrong(String why) {
        error = why;
        return false;
    }

    boolean isNoMakeStream() {
        return noMakeStream;
    }

    /** Whether messages are to be trimmed. */
    boolean trims() {
        return trims;
    }

    /** Reads the options of XADD; answers the word of the id, or -1 with an {@link #error}. */
    int readAdd() {
        while (at < call.words()) {
            if (call.is(at, "nomkstream")) {
                noMakeStream = true;
                at++;
            } else if (call.is(at, "maxlen") || call.is(at, "minid") || call.is(at, "limit")) {
                if (!readOne()) {
                    return -1;
                }
            } else {
                return at;
            }
        }
        error = "ERR wrong number of arguments for 'xadd' command";
        return -1;
    }

    /** Reads the options of XTRIM; answers false with an {@link #error}. */
    boolean readTrim() {
        while (at < call.words()) {
            if (!call.is(at, "maxlen") && !call.is(at, "minid") && !call.is(at, "limit")) {
                return wrong("ERR syntax error");
            }
            if (!readOne()) {
                return false;
            }
        }
        if (!trims) {
            return wrong(
                    "ERR syntax error, XTRIM must be called with at least one of MAXLEN and MINID");
        }
        return true;
    }

    private boolean readOne() {
        return call.is(at, "limit") ? readLimit() : readThreshold();
    }

    private boolean readThreshold() {
        boolean id = call.is(at, "minid");
        if (trims) {
            return wrong(
                    "ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
        }
        trims = true;
        byId = id;
        at++;
        if (at < call.words() && (call.is(at, "~") || call.is(at, "="))) {
            about = call.is(at, "~");
            at++;
        }
        if (at >= call.words()) {
            return wrong("ERR syntax error");
        }
        return id ? readId() : readLength();
    }

    private boolean readId() {
        Long position = StreamIds.parse(call, at++, 0);
        if (position == null) {
            return wrong(StreamIds.INVALID);
        }
        threshold = position;
        return true;
    }

    private boolean readLength() {
        if (!call.request().isInteger(at)) {
            return wrong(Numbers.NOT_WHOLE);
        }
        threshold = call.request().integer(at++);
        if (threshold < 0) {
            return wrong("ERR The MAXLEN argument must be >= 0.");
        }
        return true;
    }

    /** Accepted where Redis accepts it; trimming here is exact and costs no more for that. */
    private boolean readLimit() {
        if (at + 1 >= call.words()) {
            return wrong("ERR syntax error");
        }
        at++;
        if (!call.request().isInteger(at)) {
            return wrong(Numbers.NOT_WHOLE);
        }
        if (call.request().integer(at++) < 0) {
            return wrong("ERR The LIMIT argument must be >= 0.");
        }
        if (!about) {
            return wrong("ERR syntax error, LIMIT cannot be used without the special ~ option");
        }
        return true;
    }

    /** Trims a channel as was said; answers how many messages went. */
    long trim(Bytes channel) {
        History history = call.node().history();
        if (!trims) {
            return 0;
        }
        return byId ? history.trimBefore(channel, threshold) : history.trimTo(channel, threshold);
    }
}
