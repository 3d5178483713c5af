package io.crier.server.settings;

import java.util.List;
import java.util.TreeSet;

/** Versions of TLS, in one word or several. */
record TlsProtocols() implements ValueType<List<String>> {
    private static final List<String> SPOKEN = List.of("TLSv1.2", "TLSv1.3");

    @Override
    public Parsed<List<String>> parse(List<String> words, List<String> current) {
        TreeSet<String> versions = new TreeSet<>();
        for (String word : String.join(" ", words).split(" ", -1)) {
            String version =
                    SPOKEN.stream().filter(word::equalsIgnoreCase).findFirst().orElse(null);
            if (version != null) {
                versions.add(version);
            } else if (!word.isEmpty()) {
                return Parsed.wrong("must be " + allowed() + ", got '" + word + "'");
            }
        }
        return Parsed.good(List.copyOf(versions));
    }

    @Override
    public String print(List<String> value) {
        return String.join(" ", value);
    }

    @Override
    public boolean manyWords() {
        return true;
    }

    @Override
    public String allowed() {
        return "TLSv1.2, TLSv1.3 or both; older versions are not safe";
    }
}
