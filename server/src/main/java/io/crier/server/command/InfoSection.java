package io.crier.server.command;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The sections of INFO, in their order. */
enum InfoSection {
    SERVER("Server", true),
    CRIER("Crier", true),
    CLIENTS("Clients", true),
    MEMORY("Memory", true),
    PERSISTENCE("Persistence", true),
    STATS("Stats", true),
    REPLICATION("Replication", true),
    CPU("CPU", true),
    MODULES("Modules", true),
    COMMANDSTATS("Commandstats", false),
    ERRORSTATS("Errorstats", true),
    LATENCYSTATS("Latencystats", false),
    CLUSTER("Cluster", true),
    KEYSPACE("Keyspace", true);

    private final String title;
    private final boolean byDefault;

    InfoSection(String title, boolean byDefault) {
        this.title = title;
        this.byDefault = byDefault;
    }

    String title() {
        return title;
    }

    /** Adds the sections that a word of INFO asks for; none for a word that names nothing. */
    static void add(String word, Set<InfoSection> wanted) {
        String lower = word.toLowerCase(Locale.ROOT);
        switch (lower) {
            case "default" -> wanted.addAll(defaults());
            case "all", "everything" -> wanted.addAll(EnumSet.allOf(InfoSection.class));
            case "module_list" -> wanted.add(MODULES);
            default -> {
                for (InfoSection section : values()) {
                    if (section.name().equalsIgnoreCase(lower)) {
                        wanted.add(section);
                    }
                }
            }
        }
    }

    static Set<InfoSection> defaults() {
        Set<InfoSection> sections = EnumSet.noneOf(InfoSection.class);
        for (InfoSection section : values()) {
            if (section.byDefault) {
                sections.add(section);
            }
        }
        return sections;
    }
}
