"""Sends a megabyte by asyncio streams, with write_eof, on twenty connections at once: HOST PORT."""

import asyncio
import os
import sys


async def one(host, port):
    sent = os.urandom(1_000_003)
    reader, writer = await asyncio.open_connection(host, port)

    async def send():
        writer.write(sent)
        await writer.drain()
        writer.write_eof()

    received, _ = await asyncio.gather(reader.read(), send())
    writer.close()
    await writer.wait_closed()
    assert received == sent, (len(received), len(sent))
    return len(received)


async def main():
    host, port = sys.argv[1], int(sys.argv[2])
    both = asyncio.gather(*(one(host, port) for _ in range(20)))
    print(sum(await asyncio.wait_for(both, 30)))


asyncio.run(main())
