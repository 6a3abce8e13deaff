"""The first client of most tutorials, which sends, reads once and closes: HOST PORT."""

import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
    s.settimeout(10)
    s.connect((sys.argv[1], int(sys.argv[2])))
    s.sendall(b"Hello, world")
    data = s.recv(1024)

print(f"Received {data!r}")
assert data == b"Hello, world", data
