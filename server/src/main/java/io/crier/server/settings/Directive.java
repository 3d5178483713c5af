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
    /** The words after the name; a kind with many words also takes them inside one quoted word. */
    static List<String> values(Setting<?> setting, List<String> line) {
        List<String> values = line.subList(1, line.size());
        return setting.type().manyWords() && values.size() == 1
                ? Settings.oneValue(setting, values.getFirst())
                : values;
    }
}
