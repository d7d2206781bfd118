"""Plays Python's websockets against a development node: python3 echo.py ws://127.0.0.1:8080

Prints a line for each group of cases; exits with 1 if one failed.
"""

import asyncio
import functools
import hashlib
import itertools
import json
import sys
import time

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

ADDRESS = sys.argv[1]
PATIENCE = 60
SIZES = [0, 1, 125, 126, 127, 65535, 65536, 1 << 20, 1 << 24]
TEXT = "κόσμε, world! "


def client(path="/echo", **options):
    settings = {"compression": None, "max_size": 1 << 25, "ping_interval": None, "proxy": None}
    return connect(ADDRESS + path, **{**settings, **options})


@functools.cache
def text(size):
    return (TEXT * (size // 14 + 1)).encode()[:size].decode(errors="ignore") or "x" * size


@functools.cache
def noise(size):
    """Bytes that do not compress well, the same in each run."""
    blocks = (hashlib.sha256(str(i).encode()).digest() for i in range(size // 32 + 1))
    return b"".join(blocks)[:size]


async def expect_echo(socket, message):
    answer = await asyncio.wait_for(socket.recv(), PATIENCE)
    assert type(answer) is type(message), "the kind of message has changed"
    assert answer == message, f"{len(message)} came back as {len(answer)}"


async def echo(socket, message, **options):
    await socket.send(message, **options)
    await expect_echo(socket, message)


async def all_sizes(socket, most=1 << 24):
    for size in [s for s in SIZES if s <= most]:
        await echo(socket, text(size))
        await echo(socket, noise(size))


async def all_fragments(socket):
    for pieces in [["a", "b"], ["", "x", ""], ["fragment "] * 1000, ["κό", "σμε"]]:
        await socket.send(iter(pieces))
        await expect_echo(socket, "".join(pieces))
    large = noise(1 << 20)
    await socket.send(large[at : at + 4096] for at in range(0, len(large), 4096))
    await expect_echo(socket, large)


async def sizes():
    async with client() as socket:
        await all_sizes(socket)


async def fragments():
    async with client() as socket:
        await all_fragments(socket)


async def pings():
    async with client() as socket:
        for size in [0, 1, 124, 125]:
            await asyncio.wait_for(await socket.ping(noise(size) or b""), PATIENCE)
        waiting = [await socket.ping(str(i)) for i in range(100)]
        await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE)
        await socket.pong("nobody asked")
        await echo(socket, "still here")


async def many():
    async with client() as socket:
        for count, size in [(10_000, 10), (1000, 1024), (200, 1 << 17)]:
            message = text(size)

            async def send():
                for _ in range(count):
                    await socket.send(message)

            sending = asyncio.create_task(send())
            for _ in range(count):
                await expect_echo(socket, message)
            await sending


async def close_with(code, reason):
    async with client() as socket:
        await socket.close(code, reason)
        received = socket.protocol.close_rcvd
        assert received is not None, "no close frame came back"
        assert (received.code, received.reason) == (code, reason), f"{code} came back as {received}"


async def closing():
    codes = [*range(1000, 1004), *range(1007, 1015), 3000, 3999, 4000, 4999]
    for code in codes:
        await close_with(code, f"because {code}")
    await close_with(1000, "")
    await close_with(1000, "é" * 61 + "x")


async def subprotocols():
    async with client(subprotocols=["chat", "echo"]) as socket:
        assert socket.subprotocol == "echo", "echo is chosen"
    async with client(subprotocols=["chat"]) as socket:
        assert socket.subprotocol is None, "none is chosen"


async def compression():
    bits = [None, 9, 12, 15]
    offers = itertools.product([False, True], [False, True], bits, [*bits, True])
    for server_alone, client_alone, server_bits, client_bits in offers:
        factory = ClientPerMessageDeflateFactory(
            server_no_context_takeover=server_alone,
            client_no_context_takeover=client_alone,
            server_max_window_bits=server_bits,
            client_max_window_bits=client_bits,
        )
        async with client(extensions=[factory]) as socket:
            names = [extension.name for extension in socket.protocol.extensions]
            assert names == ["permessage-deflate"], "compression is agreed"
            for _ in range(5):
                await echo(socket, text(5000))
            await all_sizes(socket, 1 << 16)
            await all_fragments(socket)
    async with client(compression="deflate") as socket:
        await all_sizes(socket)
    async with client() as socket:
        assert not socket.protocol.extensions, "no compression that was not offered"


async def plain_dialect():
    async with client("/ws?user=py&channel=py", subprotocols=["lifeline.plain"]) as socket:
        greeting = json.loads(await socket.recv())
        assert greeting["connected"]["channels"] == ["py"], greeting
        await socket.send('{"id":1,"publish":{"channel":"py","data":"hello"}}')
        answers = [json.loads(await socket.recv()) for _ in range(2)]
        assert any(answer.get("id") == 1 for answer in answers), answers
        assert any(answer.get("data") == "hello" for answer in answers), answers


async def main():
    groups = [sizes, fragments, pings, many, closing, subprotocols, compression, plain_dialect]
    failed = []
    passed = []
    for play in groups:
        name = play.__name__.replace("_", "-")
        began = time.monotonic()
        try:
            await play()
            passed.append(f"ok      websockets {name} ({(time.monotonic() - began) * 1000:.0f} ms)")
        except (AssertionError, ConnectionClosed, OSError, TimeoutError) as error:
            failed.append(f"FAILED  websockets {name}: {error!r}")
    print("\n".join(failed + passed))
    sys.exit(1 if failed else 0)


asyncio.run(main())
