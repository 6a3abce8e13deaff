"""The port scanner of common tutorials: connects to each port, one after the other.

The last port of the range is excluded, as in Python's range.
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
