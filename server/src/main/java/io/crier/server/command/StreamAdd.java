package io.crier.server.command;

import io.crier.protocol.Frames;
import io.crier.protocol.Request;
import io.crier.server.message.Bytes;
import io.crier.server.message.Position;
import io.crier.server.session.Publishing;
import org.jspecify.annotations.Nullable;

/** XADD: PUBLISH to a channel that keeps history, which answers the message's id. */
final class StreamAdd {
    private static final Bytes MESSAGE = Bytes.own(StreamCommands.MESSAGE);

    private final StreamOptions options;

    private StreamAdd(StreamOptions options) {
        this.options = options;
    }

    static void run(Call call) {
        StreamOptions options = new StreamOptions(call);
        String error = error(call, options);
        if (error == null) {
            new StreamAdd(options).publish(call);
        } else {
            call.error(error);
        }
    }

    /** Why a request is no XADD, whatever else there is; null if it is one. */
    private static @Nullable String error(Call call, StreamOptions options) {
        int id = options.readAdd();
        if (id < 0) {
            return options.error();
        }
        int fields = call.words() - id - 1;
        if (fields < 2 || fields % 2 != 0) {
            return "ERR wrong number of arguments for 'xadd' command";
        }
        if (!call.is(id, "*")) {
            return StreamIds.parse(call, id, 0) == null
                    ? StreamIds.INVALID
                    : "ERR a channel gives each message its id itself: the id must be '*'";
        }
        if (fields > 2 || !call.bytes(id + 1).equals(MESSAGE)) {
            return "ERR a message has the one field 'message'";
        }
        Request request = call.request();
        return Frames.fits(request.length(1), request.length(call.words() - 1))
                ? null
                : "ERR message too long: channel and payload together may have "
                        + Frames.MESSAGE_BYTES_MAX
                        + " bytes";
    }

    /**
     * Adds an XADD of EXEC to the publishes that take effect together.
     *
     * @return false if what is behind it has to take effect later, as behind one that trims
     */
    static boolean ahead(Call call) {
        StreamOptions options = new StreamOptions(call);
        if (error(call, options) != null) {
            return true; // it will say so, and publishes nothing
        }
        if (options.isNoMakeStream()) {
            return false; // what it does depends on what was published before it
        }
        Bytes channel = call.bytes(1);
        Publishing publishing = call.publishing();
        if (!call.node().history().keeps(channel)) {
            publishing.refuseAhead(StreamCommands.noHistory(channel));
            return true;
        }
        String overRate = call.takeAllowance(call.request());
        if (overRate != null) {
            publishing.refuseAhead(overRate);
            return true;
        }
        return publishing.addAhead(call.request(), call.words() - 1) && !options.trims();
    }

    private void publish(Call call) {
        Bytes channel = call.bytes(1);
        boolean ahead = call.publishing().hasAhead();
        if (!ahead && !mayPublish(call, channel)) {
            return;
        }
        long position = call.publishing().position(call.request(), call.words() - 1);
        if (position < 0) {
            PubSubCommands.refuse(call, call.publishing().refusal());
            return;
        }
        call.node().counters().publishes.increment();
        options.trim(channel);
        call.reply().bulk(Position.text(position));
    }

    /** False after answering why not. */
    private boolean mayPublish(Call call, Bytes channel) {
        if (StreamCommands.keepsNone(call, channel)) {
            return false;
        }
        if (options.isNoMakeStream() && !call.node().history().exists(channel)) {
            call.reply().nil();
            return false;
        }
        String overRate = call.overRate();
        if (overRate != null) {
            PubSubCommands.refuse(call, overRate);
            return false;
        }
        return true;
    }
}
