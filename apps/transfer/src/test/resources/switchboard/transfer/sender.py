"""Sends a file as common tutorials do: name, separator and size, then the bytes, then EOF."""

import os
import socket
import sys
import time

SEPARATOR = "<SEPARATOR>"
BUFFER_SIZE = 4096

port, filename, manner = int(sys.argv[1]), sys.argv[2], sys.argv[3]
filesize = os.path.getsize(filename)
s = socket.socket()
s.connect(("127.0.0.1", port))
header = f"{filename}{SEPARATOR}{filesize}".encode()
if manner == "dribbled":
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with open(filename, "rb") as f:
        for byte in header + f.read():
            s.send(bytes([byte]))
    s.close()
    sys.exit()
if manner == "glued":
    with open(filename, "rb") as f:
        s.sendall(header + f.read(100))
        while bytes_read := f.read(BUFFER_SIZE):
            s.sendall(bytes_read)
    s.close()
    sys.exit()
s.send(header)
time.sleep(0.2)
with open(filename, "rb") as f:
    while True:
        bytes_read = f.read(BUFFER_SIZE)
        if not bytes_read:
            break
        s.sendall(bytes_read)
s.close()
