"""HTTP/1.1 and WebSocket as the lean far end needs them, on bare bytes: a tenth of what a web server takes.

Only what aiohttp's client sends is understood: bodies with a length, and masked frames that are not fragmented
(https://www.rfc-editor.org/rfc/rfc6455#section-5.2).
"""

import asyncio
import base64
import hashlib
import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from typing_extensions import override

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_END = b"\r\n\r\n"
_SHORT, _MEDIUM = 126, 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it came; ``at`` is when its last byte was read, in seconds of ``time.perf_counter``."""

    method: str
    path: str
    body: bytes
    at: float


class Channel(Protocol):
    """The other side of an open WebSocket."""

    def heard(self, text: bytes) -> None:
        """Take a message."""
        ...

    def closed(self) -> None:
        """Note that nobody listens any more."""
        ...


class Socket(asyncio.Protocol):
    """One connection of a client.

    Args:
        answer: Returns the whole answer to a request, as ``response`` makes it.
        open_channel: Called where the client asks for a WebSocket.
    """

    def __init__(self, answer: Callable[[Request], bytes], open_channel: Callable[["Socket"], Channel]) -> None:
        self._answer = answer
        self._open_channel = open_channel
        self._read = b""
        self._channel: Channel | None = None
        self._deflate: zlib._Compress | None = None
        self._transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what a server hands to its protocols
        self._transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        at = time.perf_counter()
        self._read += data
        while self._take_frame() if self._channel else self._take_request(at):
            pass

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if self._channel is not None:
            self._channel.closed()

    def packed(self, text: bytes) -> bytes:
        """Return a message as a frame, compressed as the stream goes on; send packed messages in their order."""
        if self._deflate is None:
            return _frame(TEXT, text)
        return _frame(BINARY, self._deflate.compress(text) + self._deflate.flush(zlib.Z_SYNC_FLUSH))

    def write(self, data: bytes) -> None:
        """Send bytes."""
        if self._transport is not None:
            self._transport.write(data)

    def hang_up(self) -> None:
        """Close the connection if it is none of a WebSocket."""
        if self._transport is not None and self._channel is None:
            self._transport.close()

    def _take_request(self, at: float) -> bool:
        head, found, rest = self._read.partition(_END)
        if not found:
            return False
        line, *lines = head.split(b"\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (one.partition(b":") for one in lines)}
        length = int(headers.get(b"content-length", b"0"))
        if len(rest) < length:
            return False
        self._read = rest[length:]
        method, path, _ = line.decode().split(" ")
        if headers.get(b"upgrade", b"").lower() == b"websocket":
            self._upgrade(path, headers[b"sec-websocket-key"])
        else:
            self.write(self._answer(Request(method=method, path=path, body=rest[:length], at=at)))
        return bool(self._read)

    def _upgrade(self, path: str, key: bytes) -> None:
        accept = base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest())
        self.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + _END
        )
        self._deflate = zlib.compressobj(1) if "compress=zlib-stream" in path else None
        self._channel = self._open_channel(self)

    def _take_frame(self) -> bool:
        data = self._read
        if len(data) < 2:
            return False
        size, start = data[1] & 127, 2
        if size == _SHORT:
            size, start = int.from_bytes(data[2:4], "big"), 4
        elif size > _SHORT:
            size, start = int.from_bytes(data[2:10], "big"), 10
        end = start + 4 + size
        if len(data) < end:
            return False
        mask = data[start : start + 4] * (size // 4 + 1)
        payload = (int.from_bytes(data[start + 4 : end], "big") ^ int.from_bytes(mask[:size], "big")).to_bytes(
            size, "big"
        )
        self._read = data[end:]
        kind = data[0] & 15
        if kind == CLOSE:
            self.write(_frame(CLOSE, payload[:2]))
            if self._transport is not None:
                self._transport.close()
        elif kind == PING:
            self.write(_frame(PONG, payload))
        elif kind == TEXT and self._channel is not None:
            self._channel.heard(payload)
        return bool(self._read)


def response(status: int, body: bytes | None) -> bytes:
    """Return an answer with a body of JSON, or none."""
    if body is None:
        return b"HTTP/1.1 %d -\r\nContent-Length: 0%s" % (status, _END)
    return b"HTTP/1.1 %d -\r\nContent-Type: application/json\r\nContent-Length: %d%s%s" % (
        status,
        len(body),
        _END,
        body,
    )


def _frame(kind: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < _SHORT:
        return bytes((128 | kind, size)) + payload
    if size < _MEDIUM:
        return struct.pack("!BBH", 128 | kind, 126, size) + payload
    return struct.pack("!BBQ", 128 | kind, 127, size) + payload
