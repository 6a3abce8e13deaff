"""Serves one client as in Python's socket HOWTO: the client shuts its output down after the request,
and the server reads until EOF before it responds. Prints its port."""

import socket

with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    connection, _ = server.accept()
    with connection:
        request = b""
        while True:
            piece = connection.recv(4096)
            if not piece:
                break
            request += piece
        first = request.split(b"\r\n")[0]
        connection.sendall(b"you asked: " + first + b"\n" + bytes(range(256)))
