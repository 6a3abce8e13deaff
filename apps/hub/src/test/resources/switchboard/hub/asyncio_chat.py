"""Two persons with asyncio's streams: one speaks, the other answers, both part in order."""
import asyncio
import sys


async def until(reader, part):
    while part not in (line := (await reader.readline()).decode()):
        if not line:
            sys.exit(f"the end, before {part!r}")
    return line.rstrip()


async def seated(name):
    reader, writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
    writer.write(f"{name}\n".encode())
    await writer.drain()
    await until(reader, "/help lists")
    return reader, writer


async def main():
    ann, to_ann = await seated("ann")
    bob, to_bob = await seated("bob")
    to_ann.write("Grüße, bob\n".encode())
    print(await until(bob, "ann: "))
    to_bob.write(b"/me nods\n")
    print(await until(ann, "* bob"))
    to_bob.write_eof()
    print(await until(bob, "goodbye"))
    print(await until(ann, "bob has left"))
    print(repr(await bob.read()))
    to_ann.close()
    await to_ann.wait_closed()


asyncio.run(asyncio.wait_for(main(), 20))
