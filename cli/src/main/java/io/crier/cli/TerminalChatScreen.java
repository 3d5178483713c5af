package io.crier.cli;

/** A chat above a prompt: what arrives appears over the line being typed and leaves it whole. */
final class TerminalChatScreen implements ChatScreen {
    private static final String GLOBAL = "\033[36m";
    private static final String ALLIANCE = "\033[33m";
    private static final String OWN = "\033[1m";
    private static final String NOTICE = "\033[2m";
    private static final String PLAIN = "\033[0m";

    private final Prompt prompt;
    private final String name;
    private final boolean colours;
    private final Thread typing;

    /** Made by the thread that waits for lines. */
    TerminalChatScreen(Prompt prompt, String name, boolean colours) {
        this.prompt = prompt;
        this.name = name;
        this.colours = colours;
        this.typing = Thread.currentThread();
    }

    @Override
    public void message(String place, byte[] text, boolean own) {
        String where = coloured(place.equals(Chat.GLOBAL) ? GLOBAL : ALLIANCE, "[" + place + "]");
        String what = Printable.text(text);
        prompt.printAbove((own ? "> " : "") + where + " " + (own ? coloured(OWN, what) : what));
    }

    @Override
    public void notice(String text) {
        prompt.printAbove(coloured(NOTICE, "-- " + text));
    }

    @Override
    public void alliance(String alliance) {
        prompt.prompt(name + "@" + alliance + "> ");
    }

    @Override
    public void ended() {
        typing.interrupt();
    }

    private String coloured(String colour, String text) {
        return colours ? colour + text + PLAIN : text;
    }
}
