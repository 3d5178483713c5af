package io.crier.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A chat without a prompt: messages go to the output, everything else beside it. */
final class PlainChatScreen implements ChatScreen {
    private final Stdio stdio;

    PlainChatScreen(Stdio stdio) {
        this.stdio = stdio;
    }

    @Override
    public void message(String place, byte[] text, boolean own) {
        String prefix = (own ? "> [" : "[") + place + "] ";
        if (stdio.outIsTerminal()) {
            stdio.print(prefix + Printable.text(text));
        } else {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            line.writeBytes(prefix.getBytes(StandardCharsets.UTF_8));
            line.writeBytes(text);
            stdio.print(line.toByteArray());
        }
    }

    @Override
    public void notice(String text) {
        stdio.tell("-- " + text);
    }

    @Override
    public void alliance(String name) {
        notice("your lines go to alliance " + name);
    }

    /** The next line, or the end of the pipe, finds out. */
    @Override
    public void ended() {}
}
