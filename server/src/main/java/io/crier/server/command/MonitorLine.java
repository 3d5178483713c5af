package io.crier.server.command;

import io.crier.protocol.Request;
import io.crier.server.session.Peer;
import io.crier.server.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What MONITOR shows of a command: time, database, who, and every word quoted; a simple string in
 * both dialects.
 */
final class MonitorLine {
    private static final String REDACTED = "\"(redacted)\"";
    private static final HexFormat HEX = HexFormat.of();

    private MonitorLine() {}

    static byte[] of(long epochMicros, Session session, Command command, Request request) {
        String micros = Long.toString(1_000_000 + epochMicros % 1_000_000);
        StringBuilder line =
                new StringBuilder("+")
                        .append(epochMicros / 1_000_000)
                        .append('.')
                        .append(micros, 1, 7)
                        .append(" [")
                        .append(session.identity().database())
                        .append(' ')
                        .append(address(session.peer()))
                        .append(']');
        for (int i = 0; i < request.count(); i++) {
            line.append(' ');
            if (Secrets.hides(request, command, i)) {
                line.append(REDACTED);
            } else {
                quote(line, request, i);
            }
        }
        return line.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String address(Peer peer) {
        String address = peer.address();
        return peer.unixSocket() ? "unix:" + address.substring(0, address.length() - 2) : address;
    }

    private static void quote(StringBuilder line, Request request, int word) {
        line.append('"');
        for (int i = 0; i < request.length(word); i++) {
            int c = request.at(word, i) & 0xFF;
            switch (c) {
                case '\\', '"' -> line.append('\\').append((char) c);
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case 0x07 -> line.append("\\a");
                case '\b' -> line.append("\\b");
                default -> {
                    if (c >= ' ' && c <= '~') {
                        line.append((char) c);
                    } else {
                        line.append("\\x").append(HEX.toHexDigits((byte) c));
                    }
                }
            }
        }
        line.append('"');
    }
}
