/*
 * A network of hosts for tests: network HOSTS DELAY-MICROSECONDS JITTER-MICROSECONDS LOSS-PER-MILLE SEED
 *
 * Each host is a network namespace with one interface, eth0, whose packets come here and are handed to the host that
 * they are for: 10.83.0.N is host N, from 1. On their way they are lost or delayed by chance, and so overtake each
 * other, as under tc netem, which not every kernel has. For each host it prints "host N FD"; the namespace is
 * /proc/PID/fd/FD. The network lasts until the input ends, and leaves nothing behind.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { HOSTS_MAX = 16, UNDER_WAY_MAX = 4096, PACKET_BYTES_MAX = 2048, IPV4_HEADER_BYTES = 20, IPV4_DESTINATION = 16 };

struct packet {
    int64_t due_ns;
    int to;
    int length;
    unsigned char bytes[PACKET_BYTES_MAX];
};

static int hosts;
static int interfaces[HOSTS_MAX];
static struct packet packets[UNDER_WAY_MAX];
/* The packets that are free, and behind them those under way. */
static int order[UNDER_WAY_MAX];
static int under_way;

static void fail(const char *what) {
    fprintf(stderr, "network: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static long number(const char *text, long least, long most) {
    char *end;
    long value = strtol(text, &end, 10);
    if (*text == 0 || *end != 0 || value < least || value > most) {
        fprintf(stderr, "network: expected a number from %ld to %ld, got %s\n", least, most, text);
        exit(1);
    }
    return value;
}

static long below(long bound) {
    return bound <= 0 ? 0 : (long)(drand48() * (double)bound);
}

static void make_host(int host) {
    if (unshare(CLONE_NEWNET) != 0) fail("no network namespace (root, or unshare --map-root-user)");
    int namespace = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    int interface = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (namespace < 0 || interface < 0) fail("/dev/net/tun");
    struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
    strcpy(request.ifr_name, "eth0");
    if (ioctl(interface, TUNSETIFF, &request) != 0) fail("eth0");
    interfaces[host] = interface;
    printf("host %d %d\n", host + 1, namespace);
}

/* Takes the packet that comes first out of those under way. */
static int earliest(void) {
    int first = UNDER_WAY_MAX - under_way;
    for (int i = first + 1; i < UNDER_WAY_MAX; i++) {
        if (packets[order[i]].due_ns < packets[order[first]].due_ns) first = i;
    }
    return first;
}

static void accept_from(int host, long delay_us, long jitter_us, long loss) {
    while (under_way < UNDER_WAY_MAX) {
        struct packet *packet = &packets[order[UNDER_WAY_MAX - under_way - 1]];
        ssize_t length = read(interfaces[host], packet->bytes, sizeof packet->bytes);
        if (length <= 0) return;
        int to = packet->bytes[IPV4_DESTINATION + 3] - 1;
        int is_ipv4 = length >= IPV4_HEADER_BYTES && packet->bytes[0] >> 4 == 4;
        if (!is_ipv4 || to < 0 || to >= hosts || below(1000) < loss) continue;
        packet->due_ns = now_ns() + 1000 * (delay_us - jitter_us + below(2 * jitter_us + 1));
        packet->to = to;
        packet->length = (int)length;
        under_way++;
    }
}

/* Hands over what is due and returns the milliseconds to the next, or -1. A host that is not connected gets nothing. */
static int hand_over(void) {
    while (under_way > 0) {
        int first = earliest();
        struct packet *packet = &packets[order[first]];
        int64_t wait_ns = packet->due_ns - now_ns();
        if (wait_ns > 0) return (int)(wait_ns / 1000000 + 1);
        (void)!write(interfaces[packet->to], packet->bytes, (size_t)packet->length);
        int freed = order[first];
        order[first] = order[UNDER_WAY_MAX - under_way];
        order[UNDER_WAY_MAX - under_way] = freed;
        under_way--;
    }
    return -1;
}

int main(int count, char **words) {
    if (count != 6) {
        fprintf(stderr, "usage: network HOSTS DELAY-MICROSECONDS JITTER-MICROSECONDS LOSS-PER-MILLE SEED\n");
        return 1;
    }
    hosts = (int)number(words[1], 1, HOSTS_MAX);
    long delay_us = number(words[2], 0, 1000000);
    long jitter_us = number(words[3], 0, delay_us);
    long loss = number(words[4], 0, 999);
    srand48(number(words[5], 0, INT32_MAX));
    for (int i = 0; i < UNDER_WAY_MAX; i++) order[i] = i;
    struct pollfd waiting[HOSTS_MAX + 1];
    for (int host = 0; host < hosts; host++) {
        make_host(host);
        waiting[host] = (struct pollfd){.fd = interfaces[host], .events = POLLIN};
    }
    waiting[hosts] = (struct pollfd){.fd = STDIN_FILENO, .events = POLLIN};
    puts("ready");
    fflush(stdout);

    for (;;) {
        int timeout = hand_over();
        /* Full is full: what comes now waits at its host. */
        int full = under_way == UNDER_WAY_MAX;
        for (int host = 0; host < hosts; host++) waiting[host].events = full ? 0 : POLLIN;
        if (poll(waiting, (nfds_t)hosts + 1, timeout) < 0 && errno != EINTR) fail("poll");
        for (int host = 0; host < hosts; host++) {
            if (waiting[host].revents & POLLIN) accept_from(host, delay_us, jitter_us, loss);
        }
        char ignored[256];
        if (waiting[hosts].revents != 0 && read(STDIN_FILENO, ignored, sizeof ignored) <= 0) return 0;
    }
}
