"""A client of one library on a host of a network: python3 network_client.py ADDRESS PORT NUMBER

It prints "subscribed", and "got MESSAGE" for each message of the channel news. For each line, a number COUNT, it publishes
NUMBER:1 to NUMBER:COUNT there. It notices after some seconds that the network is gone, and comes back by itself.
"""

import socket
import sys
import threading

import redis

ADDRESS, PORT, NUMBER = sys.argv[1], int(sys.argv[2]), sys.argv[3]
KEEPALIVE = {socket.TCP_KEEPIDLE: 1, socket.TCP_KEEPINTVL: 1, socket.TCP_KEEPCNT: 3}


def connect():
    return redis.Redis(
        host=ADDRESS, port=PORT, socket_keepalive=True, socket_keepalive_options=KEEPALIVE, socket_connect_timeout=1
    )


def publish():
    for line in sys.stdin:
        pipeline = connect().pipeline(transaction=False)
        for i in range(1, int(line) + 1):
            pipeline.publish("news", f"{NUMBER}:{i}")
        pipeline.execute()


subscriber = connect().pubsub()
subscriber.subscribe("news")
assert subscriber.get_message(timeout=60)["type"] == "subscribe"
print("subscribed", flush=True)
threading.Thread(target=publish, daemon=True).start()
while True:
    try:
        message = subscriber.get_message(timeout=1)
    except (redis.ConnectionError, redis.TimeoutError):
        continue
    if message and message["type"] == "message":
        print("got", message["data"].decode(), flush=True)
