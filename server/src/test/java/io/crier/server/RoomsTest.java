package io.crier.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The rooms of this module as a map: who may import whom. A new package must first be drawn here.
 */
final class RoomsTest {
    private static final String SERVER = "io.crier.server";
    private static final String PROTOCOL = "io.crier.protocol";

    private static final List<String> GROUND =
            List.of("message", "threading", "settings", "telemetry");

    /**
     * A room, and what it may import besides the ground; in the order in which a message walks
     * through them.
     */
    private static final Map<String, List<String>> ROOMS =
            map(
                    room("transport", "command", "session", "delivery"),
                    room("command", "session", "broker", "history", "security", "protocol"),
                    room("session", "broker", "delivery", "security", "protocol"),
                    room("broker"),
                    room("delivery", "broker", "protocol"),
                    room("security"),
                    room("history", "broker"),
                    room(
                            "web",
                            "transport",
                            "session",
                            "delivery",
                            "broker",
                            "command",
                            "security",
                            "protocol"),
                    room("cluster", "broker"),
                    room("message"),
                    room("threading"),
                    room("settings"),
                    room("telemetry"));

    /** Where references to buffers are counted; everywhere else buffers are borrowed. */
    private static final List<String> COUNTING =
            List.of("transport", "command", "session", "broker", "delivery");

    private static final List<String> SOCKETS = List.of("transport", "web");

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(SERVER, PROTOCOL);

    @Test
    void everyPackageIsOnTheMap() {
        assertThat(
                        CLASSES.stream()
                                .filter(RoomsTest::inServer)
                                .map(RoomsTest::roomOf)
                                .filter(room -> !room.isEmpty()))
                .isNotEmpty()
                .isSubsetOf(ROOMS.keySet());
    }

    @TestFactory
    Stream<DynamicTest> aRoomImportsOnlyWhatTheMapAllows() {
        return ROOMS.entrySet().stream()
                .map(row ->
                        dynamicTest(
                                row.getKey() + " -> " + String.join(", ", row.getValue()),
                                () ->
                                        noClasses()
                                                .that(
                                                        are(
                                                                "in " + row.getKey(),
                                                                type ->
                                                                        inServer(type)
                                                                                && in(
                                                                                        row
                                                                                                .getKey(),
                                                                                        type)))
                                                .should()
                                                .dependOnClassesThat(
                                                        are(
                                                                "in a room that is not its to"
                                                                        + " enter",
                                                                type -> !mayEnter(row, type)))
                                                .allowEmptyShould(true)
                                                .check(CLASSES)));
    }

    @Test
    void theCodecKnowsNettysBuffersAndNothingElse() {
        classes()
                .that()
                .resideInAPackage(PROTOCOL)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        PROTOCOL,
                        "io.netty.buffer",
                        "io.netty.util",
                        "java..",
                        "org.jspecify.annotations")
                .check(CLASSES);
    }

    @Test
    void onlyTransportAndTheRootKnowSockets() {
        noClasses()
                .that(
                        are(
                                "outside of " + SOCKETS,
                                type -> !SOCKETS.contains(roomOf(type)) && !roomOf(type).isEmpty()))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty.channel..", "io.netty.bootstrap..")
                .check(CLASSES);
    }

    @Test
    void referencesAreCountedInFewRooms() {
        noClasses()
                .that(are("outside of " + COUNTING, type -> !COUNTING.contains(roomOf(type))))
                .should()
                .callMethodWhere(describe("references are counted", RoomsTest::countsReferences))
                .check(CLASSES);
    }

    @Test
    void onlyTheClockReadsTheTime() {
        noClasses()
                .that(are("not the clock", type -> !type.getSimpleName().equals("SystemClock")))
                .should()
                .callMethodWhere(describe("the time is read", RoomsTest::readsTheTime))
                .check(CLASSES);
    }

    @Test
    void onlyTheClusterKnowsNats() {
        noClasses()
                .that(are("outside of cluster", type -> !in("cluster", type)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.nats..")
                .check(CLASSES);
    }

    @Test
    void onlySecurityKnowsTheLibraryOfTokens() {
        noClasses()
                .that(are("outside of security", type -> !in("security", type)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.nimbusds..")
                .check(CLASSES);
    }

    private static boolean mayEnter(Map.Entry<String, List<String>> row, JavaClass type) {
        if (type.getPackageName().startsWith(PROTOCOL)) {
            return row.getValue().contains("protocol");
        }
        String room = roomOf(type);
        return !inServer(type)
                || room.equals(row.getKey())
                || GROUND.contains(room)
                || row.getValue().contains(room);
    }

    private static boolean countsReferences(JavaMethodCall call) {
        MethodCallTarget method = call.getTarget();
        boolean counts =
                Stream.of("retain", "release", "touch", "Retained")
                        .anyMatch(word -> method.getName().contains(word));
        return counts
                && (method.getOwner().isAssignableTo(ReferenceCounted.class)
                        || method.getOwner().isEquivalentTo(ReferenceCountUtil.class));
    }

    private static boolean readsTheTime(JavaMethodCall call) {
        MethodCallTarget method = call.getTarget();
        return Set.of("nanoTime", "currentTimeMillis").contains(method.getName())
                || (method.getName().equals("now")
                        && method.getOwner().getPackageName().startsWith("java.time"));
    }

    private static boolean inServer(JavaClass type) {
        return (type.getPackageName() + ".").startsWith(SERVER + ".");
    }

    private static boolean in(String room, JavaClass type) {
        return roomOf(type).equals(room);
    }

    /**
     * The first part of the package below the server's own: empty for the root, and for what is not
     * of the server.
     */
    private static String roomOf(JavaClass type) {
        String path = type.getPackageName();
        if (!path.startsWith(SERVER + ".")) {
            return path.startsWith(PROTOCOL) ? "protocol" : "";
        }
        String below = path.substring(SERVER.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    private static DescribedPredicate<JavaClass> are(String words, Predicate<JavaClass> test) {
        return describe(words, test);
    }

    private static Map.Entry<String, List<String>> room(String name, String... mayImport) {
        return Map.entry(name, List.of(mayImport));
    }

    @SafeVarargs
    private static Map<String, List<String>> map(Map.Entry<String, List<String>>... rows) {
        Map<String, List<String>> map = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> row : rows) {
            map.put(row.getKey(), row.getValue());
        }
        return map;
    }
}
