"""Sessions of redis-py: python3 redis_py.py PORT SCENARIO"""

import sys

import redis

PORT = int(sys.argv[1])


def connect(**options):
    return redis.Redis(port=PORT, client_name="crier-test", **options)


def expect(pubsub, kind, channel, data, pattern=None):
    """Waits for the next thing that the server says, and expects it to be this."""
    message = pubsub.get_message(timeout=60)
    expected = {"type": kind, "pattern": pattern, "channel": channel, "data": data}
    assert message == expected, f"expected {expected}, got {message}"


def session():
    publisher = connect()
    subscriber = connect().pubsub()
    subscriber.subscribe("news", "sport")
    expect(subscriber, "subscribe", b"news", 1)
    expect(subscriber, "subscribe", b"sport", 2)
    subscriber.psubscribe("n?ws")
    expect(subscriber, "psubscribe", b"n?ws", 3)
    clients = publisher.client_list()
    assert any(c["name"] == "crier-test" and c["sub"] == "2" and c["psub"] == "1" for c in clients), clients

    assert publisher.publish("news", "first") == 2
    expect(subscriber, "message", b"news", b"first")
    expect(subscriber, "pmessage", b"news", b"first", pattern=b"n?ws")
    assert sorted(publisher.pubsub_channels()) == [b"news", b"sport"]
    assert publisher.pubsub_channels("s*") == [b"sport"]
    assert publisher.pubsub_numpat() == 1
    assert publisher.pubsub_numsub("news", "nobody") == [(b"news", 1), (b"nobody", 0)]
    subscriber.ping("are you there?")
    expect(subscriber, "pong", None, b"are you there?")

    subscriber.punsubscribe("n?ws")
    expect(subscriber, "punsubscribe", b"n?ws", 2)
    subscriber.unsubscribe("news")
    expect(subscriber, "unsubscribe", b"news", 1)
    assert publisher.publish("news", "unheard") == 0
    subscriber.unsubscribe()
    expect(subscriber, "unsubscribe", b"sport", 0)
    assert not subscriber.subscribed
    subscriber.close()
    try:
        publisher.execute_command("PUBLISH", "too few")
        raise AssertionError("a PUBLISH without a message was accepted")
    except redis.ResponseError as error:
        assert "wrong number of arguments for 'publish' command" in str(error), error


def order():
    subscriber = connect().pubsub(ignore_subscribe_messages=True)
    subscriber.subscribe("busy")
    assert subscriber.get_message(timeout=60) is None
    pipeline = connect().pipeline(transaction=False)
    for i in range(1000):
        pipeline.publish("busy", f"message {i}")
    assert pipeline.execute() == [1] * 1000
    for i in range(1000):
        expect(subscriber, "message", b"busy", f"message {i}".encode())


def transaction():
    subscriber = connect().pubsub()
    subscriber.subscribe("news")
    expect(subscriber, "subscribe", b"news", 1)
    pipeline = connect().pipeline(transaction=True)
    pipeline.publish("news", "one")
    pipeline.publish("nobody", "two")
    assert pipeline.execute() == [1, 0]
    expect(subscriber, "message", b"news", b"one")


def binary():
    channel, payload = b"c\0h\r\n\xff", b"\0\r\n$-1\r\n\xff\xfe"
    subscriber = connect().pubsub()
    subscriber.subscribe(channel)
    expect(subscriber, "subscribe", channel, 1)
    assert connect().publish(channel, payload) == 1
    expect(subscriber, "message", channel, payload)


def health():
    """With an interval shorter than any pause, every read is preceded by redis-py's own PING."""
    client = connect(health_check_interval=1e-9)
    subscriber = client.pubsub()
    subscriber.subscribe("news")
    expect(subscriber, "subscribe", b"news", 1)
    for i in range(10):
        subscriber.check_health()
        assert connect().publish("news", str(i)) == 1
        message = subscriber.get_message(timeout=60)
        while message is None:
            message = subscriber.get_message(timeout=60)
        assert message["data"] == str(i).encode(), message


def restart():
    """redis-py tells of the lost connection, and subscribes again when it is next asked for a message."""
    publisher = connect()
    subscriber = connect().pubsub(ignore_subscribe_messages=True)
    subscriber.subscribe("news")
    subscriber.psubscribe("n*")
    subscriber.get_message(timeout=60)
    subscriber.get_message(timeout=60)
    print("restart the server", flush=True)
    sys.stdin.readline()
    receivers, message = 0, None
    while receivers < 2 or message is None:
        try:
            message = subscriber.get_message(timeout=0.01)
            receivers = publisher.publish("news", "back")
        except redis.ConnectionError:
            pass
    assert message["data"] == b"back", message


def streams():
    client, worker = redis.Redis(port=PORT), redis.Redis(port=PORT)  # without a name, which entries would tell
    first = client.xadd("global", {"message": "one"})
    second = client.xadd("global", {"message": "two"})
    assert client.xrange("global") == [(first, {b"message": b"one"}), (second, {b"message": b"two"})]
    assert client.xread({"global": first}, block=1000) == [[b"global", [(second, {b"message": b"two"})]]]
    client.xgroup_create("global", "workers", id="0")
    given = worker.xreadgroup("workers", "me", {"global": ">"}, count=1, block=1000)
    assert given == [[b"global", [(first, {b"message": b"one"})]]], given
    assert client.xpending("global", "workers")["pending"] == 1
    assert client.xpending_range("global", "workers", "-", "+", 10)[0]["consumer"] == b"me"
    assert client.xclaim("global", "workers", "other", 0, [first]) == [(first, {b"message": b"one"})]
    assert client.xautoclaim("global", "workers", "me", 0)[1] == [(first, {b"message": b"one"})]
    assert client.xack("global", "workers", first) == 1
    assert client.xinfo_stream("global")["length"] == 2
    assert client.xinfo_stream("global", full=True)["groups"]
    assert client.xinfo_groups("global")[0]["last-delivered-id"] == first
    assert len(client.xinfo_consumers("global", "workers")) == 2
    assert client.xgroup_destroy("global", "workers") == 1
    assert client.delete("global") == 1


def password():
    for options, error in (({}, "Authentication required"), ({"password": "wrong"}, "invalid username-password pair")):
        try:
            connect(**options).ping()
            raise AssertionError(f"{options} was let in")
        except redis.RedisError as refused:
            assert error in str(refused), refused
    subscriber = connect(password="sesame").pubsub()
    subscriber.subscribe("news")
    expect(subscriber, "subscribe", b"news", 1)
    assert connect(username="default", password="sesame").publish("news", "hello") == 1
    expect(subscriber, "message", b"news", b"hello")


globals()[sys.argv[2]]()
print("done")
