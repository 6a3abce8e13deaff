"""Twenty persons in one thread: each says a line, and hears the lines of all."""
import selectors
import socket
import sys

PERSONS = 20
selector = selectors.DefaultSelector()
heard = {}
for number in range(PERSONS):
    client = socket.socket()
    client.setblocking(False)
    client.connect_ex(("127.0.0.1", int(sys.argv[1])))
    selector.register(client, selectors.EVENT_WRITE, f"p{number}")
    heard[f"p{number}"] = b""

seated = 0
while any(text.count(b": hello from ") < PERSONS for text in heard.values()):
    for key, _ in selector.select(timeout=20) or sys.exit("nothing moves"):
        if heard[key.data] == b"" and key.events & selectors.EVENT_WRITE:
            key.fileobj.sendall(f"{key.data}\n".encode())
            selector.modify(key.fileobj, selectors.EVENT_READ, key.data)
            continue
        data = key.fileobj.recv(4096)
        if not data:
            sys.exit(f"{key.data} was hung up on")
        before = heard[key.data].count(b"/help lists")
        heard[key.data] += data
        if before < heard[key.data].count(b"/help lists"):
            seated += 1
            if seated == PERSONS:
                for person in selector.get_map().values():
                    person.fileobj.sendall(f"hello from {person.data}\n".encode())

def said(text):
    return [line for line in text.splitlines() if line.startswith(b"#")]

orders = {tuple(said(text)) for text in heard.values()}
print(f"{len(heard)} persons, {len(orders)} order")
