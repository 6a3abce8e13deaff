"""Requests several resources over one connection with http.client, and prints them."""

import http.client
import sys

connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=10)
connection.connect()
socket = connection.sock
for method, target in [("GET", "/"), ("HEAD", "/"), ("GET", "/docs/guide.css"), ("GET", "/no")]:
    connection.request(method, target)
    response = connection.getresponse()
    print(response.status, response.getheader("Content-Length"), response.read().decode().strip())
assert connection.sock is socket, "another connection"
