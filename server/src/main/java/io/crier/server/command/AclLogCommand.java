package io.crier.server.command;

import io.crier.protocol.RespWriter;
import io.crier.server.security.AclLog;
import java.util.List;

/** ACL LOG: what was denied lately. */
final class AclLogCommand {
    private static final int SHOWN_BY_DEFAULT = 10;

    private AclLogCommand() {}

    static void run(Call call) {
        if (call.words() > 3) {
            Answers.wrongSubcommandArguments(call);
        } else if (call.words() == 3 && call.is(2, "reset")) {
            call.node().aclLog().reset();
            call.ok();
        } else if (call.words() == 3 && !call.request().isInteger(2)) {
            call.error("ERR value is not an integer or out of range");
        } else {
            long count = call.words() == 3 ? call.request().integer(2) : SHOWN_BY_DEFAULT;
            List<AclLog.Entry> entries = call.node().aclLog().latest(count);
            RespWriter reply = call.reply().array(entries.size());
            long now = call.node().clock().epochMillis();
            entries.forEach(entry -> show(reply, entry, now));
        }
    }

    private static void show(RespWriter reply, AclLog.Entry entry, long now) {
        reply.map(10);
        reply.bulk("count").integer(entry.count());
        reply.bulk("reason").bulk(entry.reason().word());
        reply.bulk("context").bulk(entry.multi() ? "multi" : "toplevel");
        reply.bulk("object").bulk(entry.object().array());
        reply.bulk("username").bulk(entry.user().array());
        reply.bulk("age-seconds").doubleValue((now - entry.updatedMillis()) / 1_000.0);
        reply.bulk("client-info").bulk(entry.client());
        reply.bulk("entry-id").integer(entry.id());
        reply.bulk("timestamp-created").integer(entry.createdMillis());
        reply.bulk("timestamp-last-updated").integer(entry.updatedMillis());
    }
}
