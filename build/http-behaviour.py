#!/usr/bin/env python3
"""Compares how implementations handle HTTP messages, and writes docs/http-behaviour.md.

Sends each request in apps/http/src/test/resources/switchboard/http/behaviour.tsv to our
switchboard serve, nginx and Python's http.server, and each response to switchboard get, curl and
http.client. Everything runs on the loopback interface. Requires nginx and curl (on Debian:
apt-get install nginx-light curl). Exits with 1 if Switchboard does not do what the file expects.

usage: build/http-behaviour.py [--print]     with --print, write to standard output instead
"""

import codecs
import contextlib
import http.client
import os
import pathlib
import platform
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "apps/http/src/test/resources/switchboard/http/behaviour.tsv"
PAGE = ROOT / "docs/http-behaviour.md"
TIMEOUT = 10
MODIFIED = 1772697600  # Thu, 05 Mar 2026 08:00:00 GMT


def rows():
    for line in TABLE.read_text().splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def message(text):
    text = text.replace("{host}", r"Host: localhost\r\n")
    text = text.replace("{close}", r"Connection: close\r\n\r\n")
    text = codecs.decode(text, "unicode_escape")
    text = re.sub(r"\{x(\d+)\}", lambda m: "x" * int(m[1]), text)
    fields = lambda m: "".join(f"F{i}: a\r\n" for i in range(int(m[1])))
    return re.sub(r"\{fields(\d+)\}", fields, text).encode("latin-1")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def site(directory):
    (directory / "dir").mkdir()
    (directory / "dir/a.txt").write_text("a")
    (directory / "ten.txt").write_text("0123456789")
    os.utime(directory / "ten.txt", (MODIFIED, MODIFIED))
    directory.chmod(0o755)


NGINX = """
daemon off; pid {scratch}/nginx.pid; error_log {scratch}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {scratch}/b; proxy_temp_path {scratch}/p; fastcgi_temp_path {scratch}/f;
  uwsgi_temp_path {scratch}/u; scgi_temp_path {scratch}/s;
  server {{ listen 127.0.0.1:{port}; root {root}; autoindex on; }}
}}
"""


@contextlib.contextmanager
def running(command, port):
    """Runs a server until the with block ends. Blocks until the server accepts connections."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    threading.Thread(target=process.stderr.read, daemon=True).start()
    try:
        for _ in range(600):
            if process.poll() is not None:
                sys.exit(f"{command[0]} exited with status {process.returncode}")
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 0.1).close()
                break
            threading.Event().wait(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def ask(port, request):
    """Returns the server's response: status and body, or all statuses if it sent several responses."""
    received = b""
    try:
        with socket.create_connection(("127.0.0.1", port), TIMEOUT) as s:
            s.settimeout(TIMEOUT)
            s.sendall(request)
            s.settimeout(2)
            while piece := s.recv(65536):
                received += piece
    except socket.timeout:
        pass
    except OSError:
        received = received or b""
    heads = re.findall(rb"^HTTP/1\.[01] (\d{3})", received, re.MULTILINE)
    if not received:
        return "no response"
    if not heads:
        return "response without a status"
    body = received.partition(b"\r\n\r\n")[2] if len(heads) == 1 else b""
    codes = " and ".join(head.decode() for head in heads)
    short = heads[0][:1] == b"2" and 0 < len(body) <= 10 and body.decode("latin-1")
    return f"{codes}, {short}" if short else codes


@contextlib.contextmanager
def canned(response):
    """Runs a server that sends the bytes of response on every connection."""
    listener = socket.create_server(("127.0.0.1", 0))

    def answer():
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(TIMEOUT)
                    request = b""
                    while b"\r\n\r\n" not in request:
                        request += connection.recv(65536)
                    connection.sendall(response)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass

    threading.Thread(target=answer, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def outcome(body, failed):
    text = body.decode("latin-1")
    text = f"{len(text)} bytes" if len(text) > 20 else text
    return f"refused{failed}" if failed else f"page {text}" if text else "page without a body"


def by_program(command, port):
    run = subprocess.run(command + [f"http://127.0.0.1:{port}/"], capture_output=True, timeout=60)
    return outcome(run.stdout, f" ({run.returncode})" if run.returncode else "")


def by_python(port):
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        client.request("GET", "/", headers={"Connection": "close"})
        return outcome(client.getresponse().read(), "")
    except Exception as e:
        return outcome(b"", f" ({type(e).__name__})")
    finally:
        client.close()


def as_expected(side, expected, ours):
    kind, _, rest = expected.partition(" ")
    if side == "server":
        return ours == (f"{kind}, {rest}" if rest else kind) or (not rest and ours[:3] == kind)
    if kind == "refused":
        return ours.startswith("refused")
    return ours == (f"page {rest}" if rest else "page without a body")


def cell(text):
    text = "".join(c if " " <= c <= "~" or c == "§" else "·" for c in text)
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def table(head, lines):
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for line in lines:
        yield "| " + " | ".join(map(cell, line)) + " |"


def servers(table_rows, scratch):
    root = scratch / "site"
    root.mkdir()
    site(root)
    ports = [free_port() for _ in range(3)]
    (scratch / "nginx.conf").write_text(NGINX.format(scratch=scratch, root=root, port=ports[1]))
    switchboard = str(ROOT / "switchboard")
    python = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "-d", str(root)]
    with running([switchboard, "serve", str(root), "--listen", f"127.0.0.1:{ports[0]}"], ports[0]), \
         running(["nginx", "-c", str(scratch / "nginx.conf")], ports[1]), \
         running(python + ["--protocol", "HTTP/1.1", str(ports[2])], ports[2]):
        for _, what, reference, text, expected in table_rows:
            yield what, reference, expected, [ask(port, message(text)) for port in ports]


def clients(table_rows):
    get = [str(ROOT / "switchboard"), "get", "--timeout", str(TIMEOUT)]
    curl = ["curl", "-sS", "--max-time", str(TIMEOUT)]
    for _, what, reference, text, expected in table_rows:
        with canned(message(text)) as port:
            yield what, reference, expected, [
                by_program(get, port), by_program(curl, port), by_python(port)]


INTRODUCTION = """# How unusual HTTP messages are handled

Each row describes an HTTP message that is unusual in one way, and shows how Switchboard and two other implementations handle this
message. References are to sections of RFC 9110 (semantics), RFC 9112 (HTTP/1.1) and RFC 3986 (URIs). The messages, and how
Switchboard must handle each of them, are in [behaviour.tsv](../apps/http/src/test/resources/switchboard/http/behaviour.tsv). A
test of `apps/http` checks that Switchboard does so. [build/http-behaviour.py](../build/http-behaviour.py) runs all
implementations and writes this page.

The compared versions are {versions}.
"""

SERVERS = """
## Requests

The table shows the status code of each response, and the body if it is short. `serve` is Switchboard's file server. It rejects a
message if a proxy in front of the server could read a different request in the same bytes (RFC 9112 section 11.2). It ignores an
unusual field if RFC 9110 allows a server to do so.
"""

CLIENTS = """
## Responses

`get` is Switchboard's HTTP client. If a client accepts the response, the table shows `page` and the body. If the client reports
an error, the table shows `refused`, and the exit status or the exception. Before they report the error, curl and Python may print
the beginning of an incomplete body; the table does not show it.
"""


def versions():
    curl = subprocess.run(["curl", "--version"], capture_output=True, text=True).stdout.split()[1]
    nginx = subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr.strip()
    return f"nginx {nginx.rpartition('/')[2]}, curl {curl} and Python {platform.python_version()}"


def main():
    for tool in ("nginx", "curl"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is missing; on Debian: apt-get install nginx-light curl")
    subprocess.run([str(ROOT / "switchboard"), "--version"], check=True, stdout=subprocess.DEVNULL)
    all_rows = list(rows())
    page = [INTRODUCTION.format(versions=versions()).rstrip()]
    wrong = []

    def add(side, title, head, results):
        lines = []
        for what, reference, expected, seen in results:
            lines.append([what, reference, *seen])
            if not as_expected(side, expected, seen[0]):
                wrong.append(f"{side}: {what}: expected {expected}, but got: {seen[0]}")
        page.append(title)
        page.extend(table(["message", "RFC", *head], lines))

    with tempfile.TemporaryDirectory() as scratch:
        os.chmod(scratch, 0o755)
        requests = [row for row in all_rows if row[0] == "server"]
        names = ["serve", "nginx", "Python's http.server"]
        add("server", SERVERS, names, servers(requests, pathlib.Path(scratch)))
    responses = [row for row in all_rows if row[0] == "client"]
    add("client", CLIENTS, ["get", "curl", "Python's http.client"], clients(responses))
    text = "\n".join(page) + "\n"
    if "--print" in sys.argv[1:]:
        print(text, end="")
    else:
        PAGE.write_text(text)
    sys.exit("\n".join(wrong) or 0)


main()
