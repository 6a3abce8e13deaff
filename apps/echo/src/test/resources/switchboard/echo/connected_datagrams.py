import socket
import sys

# A connected socket receives only from the address to which it is connected.
for host in sys.argv[2:]:
    at = socket.getaddrinfo(host, int(sys.argv[1]), type=socket.SOCK_DGRAM)[0]
    with socket.socket(at[0], socket.SOCK_DGRAM) as s:
        s.settimeout(5)
        s.connect(at[4])
        for message in [b"", b"hello", b"x" * 60000]:
            s.send(message)
            assert s.recv(65535) == message, host
print("all")
