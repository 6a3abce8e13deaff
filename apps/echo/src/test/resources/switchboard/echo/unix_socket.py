"""Uses a Unix socket with half-close: PATH."""

import socket
import sys

with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as s:
    s.settimeout(10)
    s.connect(sys.argv[1])
    s.sendall(b"over a file\n" * 1000)
    s.shutdown(socket.SHUT_WR)
    received = b""
    while piece := s.recv(4096):
        received += piece
assert received == b"over a file\n" * 1000, len(received)
print(len(received))
