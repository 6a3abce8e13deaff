"""A person at a pseudo-terminal with telnet or nc: types by keys, and prints what the hub says back.

telnet edits a line by itself, also after "mode character", which the hub refuses. nc at a terminal
in raw mode sends each key.
"""
import os
import pty
import select
import sys
import termios
import time
import tty

PORT, MANNER = sys.argv[1:]
ESCAPE, INTERRUPT, DELETE, ERASE_WORD, ERASE_LINE = "\x1d", "\x03", "\x7f", "\x17", "\x15"
IUTF8 = 0o40000  # of Linux; terminal emulators set it, so that DEL erases characters, not bytes
DEADLINE = time.monotonic() + 15


class Terminal:
    def __init__(self, command, raw):
        self.shown = b""
        child, self.terminal = pty.fork()
        if child == 0:
            modes = termios.tcgetattr(0)
            modes[tty.IFLAG] |= IUTF8
            termios.tcsetattr(0, termios.TCSANOW, modes)
            if raw:
                tty.setraw(0)
            os.execvp(command[0], command)

    def until(self, part):
        """Waits until `part` is shown, and gives all that was shown up to it."""
        wanted = part.encode()
        while wanted not in self.shown:
            left = DEADLINE - time.monotonic()
            if left <= 0 or not select.select([self.terminal], [], [], left)[0]:
                sys.exit(f"{part!r} is not shown after {self.shown!r}")
            try:
                self.shown += os.read(self.terminal, 4096)
            except OSError:
                sys.exit(f"the terminal is closed after {self.shown!r}, before {part!r}")
        before, _, self.shown = self.shown.partition(wanted)
        return (before + wanted).decode()

    def types(self, keys):
        for key in keys:
            os.write(self.terminal, key.encode())

    def says(self, keys):
        """Types a line, and prints the line by which the hub says it to all."""
        self.types(keys + "\r")
        self.until("ann: ")
        print(self.until("\n").strip())


client = "nc" if MANNER == "keys" else "telnet"
ann = Terminal([client, "127.0.0.1", PORT], raw=MANNER == "keys")
ann.until("What is your name?")
if MANNER == "character":
    ann.types(ESCAPE)
    ann.until("telnet> ")
    ann.types("mode character\r")
ann.types(f"amn{DELETE}{DELETE}nn\r")
ann.until("you are ann, in hall")
ann.until("/help lists")
ann.says(f"helü{DELETE}lo")
ann.says(f"wrong{ERASE_LINE}one tow{ERASE_WORD}two")
if client == "telnet":
    # IAC IP and IAC DO TIMING-MARK: the client shows nothing until the mark is refused (RFC 860).
    ann.types(INTERRUPT)
    ann.says("after an interrupt")
    ann.types(ESCAPE)
    ann.until("telnet> ")
    ann.types("send ec\r")
    ann.says("after Erase Character")
ann.types("/quit\r")
ann.until("goodbye, ann")
