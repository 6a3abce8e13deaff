"""The port scanner of the teaching texts: a connect for each port, one after the other.

Theirs leaves out the last port of the range, as Python's range does.
"""
import socket
import sys


def is_open(host, port):
    with socket.socket() as s:
        try:
            s.connect((host, port))
            return True
        except OSError:
            return False


host, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
for port in range(first, last):
    if is_open(host, port):
        print(port)
