package io.crier.server.security;

/** The words of a request, the command's name first. */
public interface Words {
    int count();

    /** Bytes of a word. */
    int length(int word);

    /** An array that begins with the bytes of a word; valid until the next call. */
    byte[] bytes(int word);

    /** Whether a word is this, whatever its ASCII case. */
    boolean is(int word, String lowerCase);
}
