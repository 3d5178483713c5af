package io.crier.server.command;

import io.crier.protocol.Dialect;
import io.crier.protocol.RespWriter;
import io.crier.server.message.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * HELLO [protover [AUTH user password] [SETNAME name]]: options in any order, the last of a kind
 * wins.
 */
final class Hello {
    private Hello() {}

    static void run(Call call) {
        int version = 0;
        if (call.words() > 1) {
            if (!call.request().isInteger(1)) {
                call.error("ERR Protocol version is not an integer or out of range");
                return;
            }
            long asked = call.request().integer(1);
            if (asked < 2 || asked > 3) {
                call.error("NOPROTO unsupported protocol version");
                return;
            }
            version = (int) asked;
        }
        Bytes user = null;
        Bytes password = null;
        Bytes name = null;
        for (int i = 2; i < call.words(); i++) {
            int more = call.words() - 1 - i;
            if (call.is(i, "auth") && more >= 2) {
                user = call.bytes(++i);
                password = call.bytes(++i);
            } else if (call.is(i, "setname") && more >= 1) {
                name = call.bytes(++i);
                String refusal = ClientNames.refusal(name, "Client names");
                if (refusal != null) {
                    call.error(refusal);
                    return;
                }
            } else {
                call.error("ERR Syntax error in HELLO option '" + call.text(i) + "'");
                return;
            }
        }
        greet(call, version, user, password, name);
    }

    private static void greet(
            Call call,
            int version,
            @Nullable Bytes user,
            @Nullable Bytes password,
            @Nullable Bytes name) {
        if (user != null && password != null && !ConnectionCommands.login(call, user, password)) {
            return;
        }
        if (!call.dispatcher().access().letIn(call.session())) {
            call.error(
                    "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH "
                            + "<user> <pass> option can be used to authenticate the client and select the RESP protocol "
                            + "version at the same time");
            return;
        }
        if (name != null) {
            call.session().identity().name(name);
        }
        if (version != 0) {
            call.session().dialect(version == 3 ? Dialect.RESP3 : Dialect.RESP2);
        }
        RespWriter reply = call.reply().map(7);
        reply.bulk("server").bulk("redis");
        reply.bulk("version").bulk(About.REDIS_VERSION);
        reply.bulk("proto").integer(call.session().dialect() == Dialect.RESP3 ? 3 : 2);
        reply.bulk("id").integer(call.session().id());
        reply.bulk("mode").bulk("standalone");
        reply.bulk("role").bulk("master");
        reply.bulk("modules").array(0);
    }
}
