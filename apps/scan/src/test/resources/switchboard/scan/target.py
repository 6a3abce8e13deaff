"""Listens at the given ports of an address until EOF on standard input."""
import socket
import sys

host, *ports = sys.argv[1:]
listeners = []
for port in ports:
    listener = socket.socket()
    listener.bind((host, int(port)))
    listener.listen()
    listeners.append(listener)
print("listening", flush=True)
sys.stdin.read()
