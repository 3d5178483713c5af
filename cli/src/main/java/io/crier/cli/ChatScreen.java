package io.crier.cli;

/** Where a chat appears. Any thread may call it, also while a line is being typed. */
interface ChatScreen {
    /**
     * Something that somebody wrote.
     *
     * @param place {@code global} or the alliance
     * @param text the bytes as they came; not safe for a terminal
     * @param own whether this chat sent it
     */
    void message(String place, byte[] text, boolean own);

    /** Something that the program itself says. */
    void notice(String text);

    /** The alliance that typed lines go to from now on. */
    void alliance(String name);

    /** The chat cannot go on: a wait for the next line should end, where it can. */
    void ended();
}
