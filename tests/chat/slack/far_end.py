"""A far end that answers each request as it was told, byte by byte: for what no real Slack does when asked to."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it arrived."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        """Return its form."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer; ``cut`` closes the connection in place of one, ``never`` leaves it open without one."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    never: bool = False


def said(status: int = 200, /, *, retry_after: str | None = None, **body: object) -> Said:
    """Return a JSON answer."""
    headers = {"Content-Type": "application/json", **({} if retry_after is None else {"Retry-After": retry_after})}
    return Said(status=status, body=json.dumps(body).encode(), headers=headers)


@dataclass(slots=True)
class FarEnd:
    """Listens at ``url``; gives the ``answers`` one after the other, the last one for good."""

    url: str = ""
    answers: deque[Said] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                first, *lines = head.decode().strip().split("\r\n")
                headers = {name.title(): value.strip() for name, _, value in (one.partition(":") for one in lines)}
                body = await reader.readexactly(int(headers.get("Content-Length", "0")))
                self.asked.append(Asked(path=first.split()[1], headers=headers, body=body))
                answer = self.answers.popleft() if len(self.answers) > 1 else self.answers[0]
                if answer.never:
                    await reader.read()
                if answer.cut or answer.never:
                    return
                writer.write(_encoded(answer))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has gone
        finally:
            writer.close()


def _encoded(answer: Said) -> bytes:
    headers = {"Content-Length": str(len(answer.body)), **answer.headers}
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", *(f"{k}: {v}" for k, v in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + answer.body


@asynccontextmanager
async def far_end() -> AsyncIterator[FarEnd]:
    """Listen at a free port."""
    end = FarEnd()
    server = await asyncio.start_server(end._serve, "127.0.0.1", 0)  # noqa: SLF001 - its own
    end.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield end
    finally:
        server.close()
        server.close_clients() if hasattr(server, "close_clients") else None
