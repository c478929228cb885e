"""Three kinds of slow people, each on a connection of their own."""

import asyncio
import socket
from contextlib import suppress

PACE_SECONDS = 0.5
HEADERS = b"GET /threads HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"a" * 200 + b"\r\n\r\n"
BODY = (
    b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
)


async def crowd(port: int, each: int, big: str, ended: asyncio.Event) -> None:
    """Keep three times `each` slow people busy until `ended`."""
    kinds = (_writes_headers, _writes_a_body, lambda p: _reads(p, big))
    tasks = [asyncio.create_task(_again(kind, port)) for kind in kinds for _ in range(each)]
    await ended.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _again(kind, port: int) -> None:
    """Whom the server sends away comes back."""
    while True:
        with suppress(OSError):
            await kind(port)
        await asyncio.sleep(PACE_SECONDS)


async def _writes_headers(port: int) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    await _drip(writer, HEADERS)


async def _writes_a_body(port: int) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(BODY)
    await _drip(writer, b"email=" + b"a" * 3994)


async def _drip(writer: asyncio.StreamWriter, text: bytes) -> None:
    try:
        for byte in text:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(PACE_SECONDS)
    finally:
        writer.close()


async def _reads(port: int, big: str) -> None:
    """Ask for several big answers at once and take a few bytes at a time, through a small window."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.setblocking(False)
    loop = asyncio.get_running_loop()
    try:
        await loop.sock_connect(connection, ("127.0.0.1", port))
        ask = f"GET {big} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        await loop.sock_sendall(connection, ask)
        while await loop.sock_recv(connection, 256):
            await asyncio.sleep(PACE_SECONDS)
    finally:
        connection.close()
