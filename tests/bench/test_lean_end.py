"""The far end that costs little: discord.py lives on it, and what it answers is what the bots are timed by."""

import os

import pytest

from bench import changing
from bench.bots import lean_ends
from bench.lean_process import LeanProcess
from bench.lean_socket import Request, Socket, response


async def test_both_bots_answer_on_it_and_are_gone_when_stopped() -> None:
    async with lean_ends() as ends:
        for bot, end in ((ends.minimal_bot(), ends.minimal), (ends.real_bot(), ends.ours)):
            async with bot:
                await end.ready()
                took = await end.burst(20)
                assert len(took) == 20
                assert all(0 < one < 3 for one in took)
                assert bot.memory() > 10
                assert bot.cpu() > 0.1
                await end.hang_up()
                assert len(await end.burst(20)) == 20
            await end.gone()
        assert await ends.ours.look_ages()
        assert await ends.minimal.look_ages() == []


async def test_accounts_that_change_at_every_look_are_told_of_in_each_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, small in (("SERVERS", 1), ("ACCOUNTS", 4), ("WARM_UP", 5.0), ("LASTS", 2.0)):
        monkeypatch.setattr(changing, name, small)
    monkeypatch.setattr(changing, "SHAPES", changing.SHAPES[:1])
    answers, growth = await changing.changing()
    assert answers.figure > 0
    assert " 0 messages" not in growth.what


async def test_it_ends_with_whoever_started_it() -> None:
    async with LeanProcess() as end:
        number = end.pid
        os.kill(number, 0)  # is there
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


class Wire:
    """What a socket writes, in place of a connection."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.opened = 0

    def socket(self) -> Socket:
        """Return a socket whose requests are kept."""
        return Socket(self._answer, self._open)

    def _answer(self, request: Request) -> bytes:
        self.requests.append(request)
        return response(204, None)

    def _open(self, _: Socket) -> "Wire":
        self.opened += 1
        return self

    def heard(self, text: bytes) -> None:
        """Keep a message as a request's body."""
        self.requests.append(Request(method="", path="", body=text, at=0))

    def closed(self) -> None:
        """Note nothing."""


def test_requests_are_read_however_they_are_cut() -> None:
    sent = b"POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\n\r\n"
    for size in range(1, len(sent) + 1):
        wire = Wire()
        socket = wire.socket()
        for start in range(0, len(sent), size):
            socket.data_received(sent[start : start + size])
        assert [(one.method, one.path, one.body) for one in wire.requests] == [
            ("POST", "/a", b"abc"),
            ("GET", "/b", b""),
        ]


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65535, 65536])
def test_frames_of_every_length_are_unmasked(length: int) -> None:
    text = bytes(number % 251 for number in range(length))
    mask = b"\x01\x82\x03\xf4"
    size = b"\xff" + length.to_bytes(8, "big")
    if length <= 65535:
        size = bytes([128 | length]) if length < 126 else b"\xfe" + length.to_bytes(2, "big")
    masked = bytes(one ^ mask[place % 4] for place, one in enumerate(text))
    wire = Wire()
    socket = wire.socket()
    socket.data_received(b"GET /x HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a\r\n\r\n")
    socket.data_received(b"\x81" + size + mask + masked)
    assert wire.opened == 1
    assert [one.body for one in wire.requests] == [text]
