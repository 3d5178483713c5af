package io.crier.server.settings;

import java.util.List;

/**
 * One line of configuration.
 *
 * @param where the file and line it stands on, or that it is a flag
 * @param name as written
 * @param words what follows the name, in {@link RawText}
 */
record Directive(String where, String name, List<String> words) {
    /** The values for {@code setting}, see {@link #values(Setting, List)}. */
    List<String> values(Setting<?> setting) {
        return values(setting, words);
    }

    /** A kind with many words also takes them inside one quoted word. */
    static List<String> values(Setting<?> setting, List<String> words) {
        return setting.type().manyWords() && words.size() == 1
                ? Settings.oneValue(setting, words.getFirst())
                : words;
    }
}
