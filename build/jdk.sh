# shellcheck shell=sh disable=SC2034
# Finds a JDK 25 or newer, and says what a server is started with. Read by ./crier, ./test and bench/jmh, so that all mean
# the same.

jdk_flags='-XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow'
jdk_server_flags='-XX:+UseG1GC -XX:G1HeapRegionSize=1m -XX:MaxNewSize=8m -XX:TrimNativeHeapInterval=1000 -XX:G1PeriodicGCInterval=10000'

# find_jdk sets `jdk` (its folder) and `jdk_build` (vendor and build, as one word), or `jdk_refused` (what was there
# instead) and fails. CRIER_JDK_ROOT is put before the folders of the system that are searched; tests set it.
find_jdk() {
    jdk_refused=
    jdk_system=${CRIER_JDK_ROOT-}
    jdk_user=${HOME-/nonexistent}
    jdk_java=$(command -v java || true)
    jdk_linked=
    if [ -n "$jdk_java" ]; then
        jdk_linked=$(readlink -f "$jdk_java" || true)
        jdk_linked=${jdk_linked%/bin/java}
    fi

    for jdk in \
        "${JAVA_HOME-}" \
        "$jdk_linked" \
        "$jdk_system"/usr/lib/jvm/* \
        "$jdk_user"/.sdkman/candidates/java/* \
        "$jdk_user"/.jdks/* \
        "$jdk_user"/.asdf/installs/java/* \
        "$jdk_user"/.local/share/mise/installs/java/* \
        "$jdk_system"/opt/*jdk* \
        "$jdk_system"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$jdk" ] && read_release "$jdk/release" && is_new_enough; then
            return 0
        fi
    done

    # Some packages have no release file and some commands on the path are wrappers: those are asked, which takes a JVM.
    for jdk_java in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$jdk_java" "$(macos_java)"; do
        if [ -n "$jdk_java" ] && ask_java "$jdk_java" && is_new_enough; then
            return 0
        fi
    done
    return 1
}

# The one line to show when find_jdk has failed.
jdk_missing() {
    echo "needs a JDK 25 or newer (found: ${jdk_refused:-no Java at all}); install one, for example on Debian" \
        "openjdk-25-jdk or temurin-25-jdk, or set JAVA_HOME"
}

is_new_enough() {
    jdk_major=${jdk_version%%[!0-9]*}
    if [ "${jdk_major:-0}" -lt 25 ]; then
        jdk_refused=${jdk_refused:-"Java $jdk_version at $jdk"}
        return 1
    fi
    if [ ! -x "$jdk/bin/java" ] || [ ! -x "$jdk/bin/javac" ]; then
        jdk_refused=${jdk_refused:-"Java $jdk_version without a compiler at $jdk"}
        return 1
    fi
}

# Takes the version from the file that every JDK build leaves in its folder.
read_release() {
    jdk_version=
    jdk_runtime=
    jdk_vendor=unknown
    [ -r "$1" ] || return 1
    while IFS='=' read -r jdk_key jdk_value || [ -n "$jdk_key" ]; do
        jdk_value=${jdk_value#\"}
        jdk_value=${jdk_value%\"}
        case $jdk_key in
            JAVA_VERSION) jdk_version=$jdk_value ;;
            JAVA_RUNTIME_VERSION) jdk_runtime=$jdk_value ;;
            IMPLEMENTOR) jdk_vendor=${jdk_value%%[!A-Za-z0-9.]*} ;;
        esac
    done <"$1"
    jdk_build=$jdk_vendor-${jdk_runtime:-$jdk_version}
    [ -n "$jdk_version" ]
}

ask_java() {
    jdk_answer=$("$1" -XshowSettings:properties -version 2>&1) || return 1
    jdk=$(answered java.home)
    jdk_version=$(answered java.version)
    jdk_build=$(answered java.vendor | tr -cd 'A-Za-z0-9.')-$(answered java.runtime.version)
    [ -n "$jdk" ]
}

answered() {
    printf '%s\n' "$jdk_answer" | sed -n "s/^ *$1 = //p"
}

macos_java() {
    if [ -x /usr/libexec/java_home ] && [ -z "${CRIER_JDK_ROOT-}" ]; then
        /usr/libexec/java_home -v 25+ -F 2>/dev/null | sed 's|$|/bin/java|'
    fi
}
