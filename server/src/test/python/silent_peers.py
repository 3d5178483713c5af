"""Connections of every kind that say nothing more once they are subscribed: python3 silent_peers.py ADDRESS CA-FILE

Of each kind one is subscribed to "quiet" and one to "busy". It prints "subscribed COUNT", and reads until its input ends.
"""

import select
import socket
import ssl
import sys

ADDRESS, CA_FILE = sys.argv[1:]
PORTS = {"resp": (6379, 6380), "http": (8080, 8443)}
UPGRADE = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)

context = ssl.create_default_context(cafile=CA_FILE)
context.check_hostname = False


def connect(kind, tls):
    connection = socket.create_connection((ADDRESS, PORTS[kind][tls]), timeout=60)
    return context.wrap_socket(connection) if tls else connection


def read_to(connection, end):
    text = b""
    while end not in text:
        more = connection.recv(4096)
        assert more, text
        text += more
    return text


def resp(channel, tls):
    connection = connect("resp", tls)
    connection.sendall(f"SUBSCRIBE {channel}\r\n".encode())
    read_to(connection, b":1\r\n")
    return connection


def web_socket(channel, tls):
    connection = connect("http", tls)
    connection.sendall(f"GET /ws HTTP/1.1\r\nHost: {ADDRESS}\r\n{UPGRADE}\r\n".encode())
    assert b" 101 " in read_to(connection, b"\r\n\r\n")
    command = f'{{"id":1,"command":["SUBSCRIBE","{channel}"]}}'.encode()
    connection.sendall(bytes([0x81, 0x80 | len(command), 0, 0, 0, 0]) + command)
    read_to(connection, channel.encode())
    return connection


def events(channel, tls):
    connection = connect("http", tls)
    connection.sendall(f"GET /subscribe?channel={channel} HTTP/1.1\r\nHost: {ADDRESS}\r\n\r\n".encode())
    assert b" 200 " in read_to(connection, b"retry: ")
    return connection


connections = [
    subscribe(channel, tls)
    for subscribe in (resp, web_socket, events)
    for channel in ("quiet", "busy")
    for tls in (False, True)
]
print("subscribed", len(connections), flush=True)
readable = []
while sys.stdin not in readable:
    readable, _, _ = select.select([sys.stdin, *connections], [], [])
    for connection in readable:
        if connection is not sys.stdin and not connection.recv(1 << 16):
            connections.remove(connection)
