"""Sends datagrams of several sizes, and some whose sender closes before the reply: HOST PORT."""

import os
import socket
import sys

server = (sys.argv[1], int(sys.argv[2]))
for size in (0, 1, 512, 1472, 9000, 65507, 0, 3):
    gone = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    gone.sendto(b"answer me if you can", server)
    gone.close()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(10)
        sent = os.urandom(size)
        s.sendto(sent, server)
        received, sender = s.recvfrom(70000)
        assert received == sent, (size, len(received))
        assert sender == server, sender
print("all")
