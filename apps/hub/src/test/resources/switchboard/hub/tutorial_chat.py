"""The chat client of the tutorials: it sends without a line end, and waits for an answer."""
import socket
import sys

messages = iter(["hello", "how are you?", "I am fine", "what is your name?", "bye"])
client = socket.socket()
client.connect(("127.0.0.1", int(sys.argv[1])))
message = next(messages)
while message.lower().strip() != "bye":
    client.send(message.encode())
    data = client.recv(1024).decode()
    print("Received from server: " + data)
    message = next(messages)
client.close()
