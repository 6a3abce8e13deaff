"""A tutorial client: one selector, NUMBER connections, two messages each: HOST PORT NUMBER."""

import selectors
import socket
import sys
import types

sel = selectors.DefaultSelector()
messages = [b"Message 1 from client.", b"Message 2 from client."]
finished = 0


def start_connections(host, port, count):
    for connid in range(1, count + 1):
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setblocking(False)
        sock.connect_ex((host, port))
        data = types.SimpleNamespace(
            connid=connid,
            msg_total=sum(len(m) for m in messages),
            received=b"",
            messages=messages.copy(),
            outb=b"",
        )
        sel.register(sock, selectors.EVENT_READ | selectors.EVENT_WRITE, data=data)


def service_connection(key, mask):
    global finished
    sock, data = key.fileobj, key.data
    if mask & selectors.EVENT_READ:
        data.received += sock.recv(1024)
        if len(data.received) >= data.msg_total:
            assert data.received == b"".join(messages), data.received
            finished += 1
            sel.unregister(sock)
            sock.close()
            return
    if mask & selectors.EVENT_WRITE:
        if not data.outb and data.messages:
            data.outb = data.messages.pop(0)
        if data.outb:
            sent = sock.send(data.outb)
            data.outb = data.outb[sent:]


start_connections(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
while sel.get_map():
    events = sel.select(timeout=10)
    assert events, "nothing happened for ten seconds"
    for key, mask in events:
        service_connection(key, mask)
print(finished)
