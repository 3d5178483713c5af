/*
 * Sessions of hiredis: hiredis PORT SCENARIO
 *
 * The subscriber uses the asynchronous interface on a poll loop, the publisher the synchronous one.
 */
#include <hiredis/async.h>
#include <hiredis/hiredis.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int port;

#define CHECK(condition, what)                                                \
    do {                                                                      \
        if (!(condition)) {                                                   \
            printf("line %d: %s, got: %s\n", __LINE__, #condition, what);     \
            exit(1);                                                          \
        }                                                                     \
    } while (0)

/* ---- The poll loop: which events hiredis wants on the one asynchronous connection. ---- */

struct interest {
    int fd;
    short events;
};

static void want_read(void *data) { ((struct interest *)data)->events |= POLLIN; }
static void no_read(void *data) { ((struct interest *)data)->events &= ~POLLIN; }
static void want_write(void *data) { ((struct interest *)data)->events |= POLLOUT; }
static void no_write(void *data) { ((struct interest *)data)->events &= ~POLLOUT; }
static void forget(void *data) { ((struct interest *)data)->fd = -1; }

static struct interest interest;
static int disconnected = 0;

static void on_disconnect(const redisAsyncContext *connection, int status) {
    (void)connection;
    disconnected = status == REDIS_OK ? 1 : -1;
}

static redisAsyncContext *subscriber(void) {
    redisAsyncContext *connection = redisAsyncConnect("127.0.0.1", port);
    CHECK(connection != NULL && connection->err == 0, "no connection");
    interest = (struct interest){.fd = connection->c.fd, .events = 0};
    connection->ev.data = &interest;
    connection->ev.addRead = want_read;
    connection->ev.delRead = no_read;
    connection->ev.addWrite = want_write;
    connection->ev.delWrite = no_write;
    connection->ev.cleanup = forget;
    redisAsyncSetDisconnectCallback(connection, on_disconnect);
    want_write(&interest);
    return connection;
}

static void turn(redisAsyncContext *connection) {
    struct pollfd waiting = {.fd = interest.fd, .events = interest.events};
    CHECK(poll(&waiting, 1, 60000) == 1, "nothing for a minute");
    if (waiting.revents & POLLOUT) {
        redisAsyncHandleWrite(connection);
    }
    if (interest.fd >= 0 && (waiting.revents & (POLLIN | POLLHUP | POLLERR))) {
        redisAsyncHandleRead(connection);
    }
}

/* ---- What the subscriber was told, one printable line each, bytes as they are. ---- */

struct event {
    size_t length;
    char text[256];
};

static struct event events[2048];
static int told = 0, taken = 0;

static void append(struct event *event, const redisReply *part) {
    char number[32];
    const char *text = part->str;
    size_t length = part->len;
    if (part->type == REDIS_REPLY_INTEGER) {
        length = (size_t)snprintf(number, sizeof number, "%lld", part->integer);
        text = number;
    }
    CHECK(event->length + length + 1 < sizeof event->text, "a longer event");
    if (event->length > 0) {
        event->text[event->length++] = ' ';
    }
    if (length > 0) {
        memcpy(event->text + event->length, text, length);
    }
    event->length += length;
}

static void on_push(redisAsyncContext *connection, void *received, void *data) {
    (void)connection;
    (void)data;
    const redisReply *reply = received;
    if (reply == NULL) {
        return;
    }
    struct event *event = &events[told++];
    if (reply->type != REDIS_REPLY_ARRAY) {
        append(event, reply);
        return;
    }
    for (size_t i = 0; i < reply->elements; i++) {
        append(event, reply->element[i]);
    }
}

static void expect_bytes(redisAsyncContext *connection, const char *text, size_t length) {
    while (taken == told) {
        turn(connection);
    }
    const struct event *event = &events[taken++];
    CHECK(event->length == length && memcmp(event->text, text, length) == 0, event->text);
}

static void expect(redisAsyncContext *connection, const char *text) {
    expect_bytes(connection, text, strlen(text));
}

/* ---- The publisher. ---- */

static redisContext *publisher(void) {
    redisContext *connection = redisConnect("127.0.0.1", port);
    CHECK(connection != NULL && connection->err == 0, "no connection");
    return connection;
}

static void expect_integer(redisReply *reply, long long expected) {
    CHECK(reply != NULL, "no reply");
    CHECK(reply->type == REDIS_REPLY_INTEGER && reply->integer == expected, reply->str ? reply->str : "another number");
    freeReplyObject(reply);
}

/* ---- The scenarios. ---- */

static void session(void) {
    redisAsyncContext *listening = subscriber();
    redisContext *talking = publisher();
    redisAsyncCommand(listening, NULL, NULL, "CLIENT SETNAME crier-test");
    redisAsyncCommand(listening, on_push, NULL, "SUBSCRIBE news sport");
    expect(listening, "subscribe news 1");
    expect(listening, "subscribe sport 2");
    redisAsyncCommand(listening, on_push, NULL, "PSUBSCRIBE n?ws");
    expect(listening, "psubscribe n?ws 3");
    redisReply *clients = redisCommand(talking, "CLIENT LIST");
    CHECK(clients != NULL && strstr(clients->str, "name=crier-test") != NULL, clients->str);
    freeReplyObject(clients);

    expect_integer(redisCommand(talking, "PUBLISH news first"), 2);
    expect(listening, "message news first");
    expect(listening, "pmessage n?ws news first");
    expect_integer(redisCommand(talking, "PUBSUB NUMPAT"), 1);
    redisReply *counts = redisCommand(talking, "PUBSUB NUMSUB news nobody");
    CHECK(counts->elements == 4 && counts->element[1]->integer == 1 && counts->element[3]->integer == 0, "other counts");
    freeReplyObject(counts);

    redisAsyncCommand(listening, NULL, NULL, "PUNSUBSCRIBE n?ws");
    expect(listening, "punsubscribe n?ws 2");
    redisAsyncCommand(listening, NULL, NULL, "UNSUBSCRIBE news");
    expect(listening, "unsubscribe news 1");
    expect_integer(redisCommand(talking, "PUBLISH news unheard"), 0);
    redisAsyncCommand(listening, NULL, NULL, "UNSUBSCRIBE sport");
    expect(listening, "unsubscribe sport 0");
    redisAsyncCommand(listening, on_push, NULL, "PING");
    expect(listening, "PONG");

    redisReply *error = redisCommand(talking, "PUBLISH alone");
    CHECK(error->type == REDIS_REPLY_ERROR, "no error");
    CHECK(strcmp(error->str, "ERR wrong number of arguments for 'publish' command") == 0, error->str);
    freeReplyObject(error);
    redisFree(talking);
    redisAsyncDisconnect(listening);
    CHECK(disconnected == 1, "still connected");
}

static void order(void) {
    redisAsyncContext *listening = subscriber();
    redisContext *talking = publisher();
    redisAsyncCommand(listening, on_push, NULL, "SUBSCRIBE busy");
    expect(listening, "subscribe busy 1");
    for (int i = 0; i < 1000; i++) {
        redisAppendCommand(talking, "PUBLISH busy message-%d", i);
    }
    for (int i = 0; i < 1000; i++) {
        void *reply = NULL;
        CHECK(redisGetReply(talking, &reply) == REDIS_OK, talking->errstr);
        expect_integer(reply, 1);
    }
    for (int i = 0; i < 1000; i++) {
        char expected[64];
        snprintf(expected, sizeof expected, "message busy message-%d", i);
        expect(listening, expected);
    }
    redisFree(talking);
    redisAsyncFree(listening);
}

static void binary(void) {
    static const char channel[] = {'c', 0, 'h', '\r', '\n', (char)0xff};
    static const char payload[] = {0, '\r', '\n', '$', '-', '1', '\r', '\n', (char)0xff, (char)0xfe};
    redisAsyncContext *listening = subscriber();
    redisContext *talking = publisher();
    redisAsyncCommand(listening, on_push, NULL, "SUBSCRIBE %b", channel, sizeof channel);
    expect_bytes(listening, "subscribe c\0h\r\n\xff 1", 18);
    expect_integer(redisCommand(talking, "PUBLISH %b %b", channel, sizeof channel, payload, sizeof payload), 1);
    expect_bytes(listening, "message c\0h\r\n\xff \0\r\n$-1\r\n\xff\xfe", 25);
    redisFree(talking);
    redisAsyncFree(listening);
}

/* The subscriber is told that its connection ended, and can make another one. */
static void restart(void) {
    redisAsyncContext *listening = subscriber();
    redisAsyncCommand(listening, on_push, NULL, "SUBSCRIBE news");
    expect(listening, "subscribe news 1");
    puts("restart the server");
    getchar();
    while (disconnected == 0) {
        turn(listening);
    }
    listening = subscriber();
    redisAsyncCommand(listening, on_push, NULL, "SUBSCRIBE news");
    expect(listening, "subscribe news 1");
    redisContext *talking = publisher();
    expect_integer(redisCommand(talking, "PUBLISH news back"), 1);
    expect(listening, "message news back");
    redisFree(talking);
    redisAsyncFree(listening);
}

static void password(void) {
    redisContext *talking = publisher();
    redisReply *refused = redisCommand(talking, "PUBLISH news hello");
    CHECK(strcmp(refused->str, "NOAUTH Authentication required.") == 0, refused->str);
    freeReplyObject(refused);
    refused = redisCommand(talking, "AUTH wrong");
    CHECK(strcmp(refused->str, "WRONGPASS invalid username-password pair or user is disabled.") == 0, refused->str);
    freeReplyObject(refused);
    freeReplyObject(redisCommand(talking, "AUTH sesame"));
    redisAsyncContext *listening = subscriber();
    redisAsyncCommand(listening, NULL, NULL, "AUTH sesame");
    redisAsyncCommand(listening, on_push, NULL, "SUBSCRIBE news");
    expect(listening, "subscribe news 1");
    expect_integer(redisCommand(talking, "PUBLISH news hello"), 1);
    expect(listening, "message news hello");
    redisFree(talking);
    redisAsyncFree(listening);
}

int main(int count, char **arguments) {
    static const struct {
        const char *name;
        void (*run)(void);
    } scenarios[] = {{"session", session}, {"order", order}, {"binary", binary}, {"restart", restart}, {"password", password}};
    CHECK(count == 3, "other arguments");
    signal(SIGPIPE, SIG_IGN);
    setvbuf(stdout, NULL, _IOLBF, 0);
    port = atoi(arguments[1]);
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++) {
        if (strcmp(scenarios[i].name, arguments[2]) == 0) {
            scenarios[i].run();
            puts("done");
            return 0;
        }
    }
    CHECK(0, arguments[2]);
}
