"""Envelopes: read, handled once, acknowledged where they came from, a bounded number at a time."""

import asyncio
import json
from collections.abc import Mapping

import pytest

from bot.chat.slack import socket_envelopes
from bot.chat.slack.socket_envelopes import (
    REMEMBERED_FOR,
    Disconnect,
    Envelope,
    EnvelopeWorkers,
    Hello,
    acknowledgement,
    read_frame,
)
from tests.rows import each_row

SLASH = Envelope(envelope_id="e1", type="slash_commands", payload={"text": "minimax"}, accepts_response_payload=True)

_SENT = {
    "type": "slash_commands",
    "envelope_id": "e1",
    "payload": {"text": "minimax"},
    "accepts_response_payload": True,
}


class Socket:
    """Where frames go; closed ones refuse them."""

    def __init__(self, *, closed: bool = False) -> None:
        self.frames: list[object] = []
        self.closed = closed

    async def send(self, text: str) -> None:
        """Take a frame."""
        if self.closed:
            raise ConnectionResetError
        self.frames.append(json.loads(text))


class Handler:
    """Answers with the number of the call, once it is let go."""

    def __init__(self) -> None:
        self.calls: list[Envelope] = []
        self.called = asyncio.Condition()
        self.go = asyncio.Event()

    async def __call__(self, envelope: Envelope) -> Mapping[str, object] | None:
        """Handle an envelope."""
        self.calls.append(envelope)
        async with self.called:
            self.called.notify_all()
        count = len(self.calls)
        await self.go.wait()
        if "fail" in envelope.payload:
            raise ValueError("a secret payload")
        return {"text": str(count)}

    async def times(self, count: int) -> None:
        """Wait until it was called so often."""
        async with self.called:
            await self.called.wait_for(lambda: len(self.calls) >= count)


@each_row(
    ("text", "frame"),
    [
        ('{"type": "hello", "num_connections": 2, "debug_info": {}}', Hello(num_connections=2)),
        ('{"type": "hello"}', Hello(num_connections=1)),
        ('{"type": "disconnect", "reason": "warning"}', Disconnect(reason="warning")),
        ('{"type": "disconnect"}', Disconnect(reason="")),
        (json.dumps(_SENT), SLASH),
        (
            '{"type": "events_api", "envelope_id": "e2", "payload": {}, "retry_attempt": 1, "retry_reason": "timeout"}',
            Envelope(envelope_id="e2", type="events_api", payload={}),
        ),
        ('{"type": "events_api", "payload": {}}', None),
        ('{"type": "events_api", "envelope_id": 7}', None),
        ('{"envelope_id": "e1"}', None),
        ("[]", None),
        ("nonsense", None),
        ("[" * 100_000, None),
    ],
)
def test_a_frame_is_read_or_left_alone(text: str, frame: object) -> None:
    assert read_frame(text) == frame


def test_only_what_takes_an_answer_gets_one_with_its_acknowledgement() -> None:
    event = Envelope(envelope_id="e2", type="events_api", payload={})
    assert json.loads(acknowledgement(SLASH, {"text": "3 free"})) == {
        "envelope_id": "e1",
        "payload": {"text": "3 free"},
    }
    assert json.loads(acknowledgement(SLASH, None)) == {"envelope_id": "e1"}
    assert json.loads(acknowledgement(event, {"text": "3 free"})) == {"envelope_id": "e2"}


def test_no_envelope_shows_its_payload() -> None:
    assert "minimax" not in repr(SLASH)


async def test_the_same_envelope_is_handled_once_and_acknowledged_twice() -> None:
    handler, old, new = Handler(), Socket(), Socket()
    workers = EnvelopeWorkers(handler, lambda: 0.0)
    await workers.take(SLASH, old.send)
    await workers.take(SLASH, new.send)  # on the socket that brought it the second time
    handler.go.set()
    await workers.finish(1)
    assert len(handler.calls) == 1
    assert old.frames == new.frames == [{"envelope_id": "e1", "payload": {"text": "1"}}]


async def test_after_ten_minutes_an_envelope_is_forgotten() -> None:
    handler, socket, now = Handler(), Socket(), 0.0
    handler.go.set()
    workers = EnvelopeWorkers(handler, lambda: now)
    await workers.take(SLASH, socket.send)
    await workers.finish(1)
    now = REMEMBERED_FOR - 1
    await workers.take(SLASH, socket.send)
    now = REMEMBERED_FOR + 1
    await workers.take(SLASH, socket.send)
    await workers.finish(1)
    assert len(handler.calls) == 2


async def test_only_so_many_envelopes_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_envelopes, "MOST_REMEMBERED", 3)
    handler, socket = Handler(), Socket()
    handler.go.set()
    workers = EnvelopeWorkers(handler, lambda: 0.0)
    for number in (0, 1, 2, 3, 4, 4, 0):
        await workers.take(Envelope(envelope_id=f"e{number}", type="interactive", payload={}), socket.send)
        await workers.finish(1)
    assert [one.envelope_id for one in handler.calls] == ["e0", "e1", "e2", "e3", "e4", "e0"]


async def test_no_more_are_handled_at_once_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_envelopes, "MOST_AT_ONCE", 2)
    handler, socket = Handler(), Socket()
    workers = EnvelopeWorkers(handler, lambda: 0.0)
    envelopes = [Envelope(envelope_id=f"e{number}", type="interactive", payload={}) for number in range(3)]
    taking = asyncio.create_task(_take_all(workers, envelopes, socket))
    await handler.times(2)
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(handler.calls) == 2
    handler.go.set()
    await taking
    await workers.finish(1)
    assert sorted(frame["envelope_id"] for frame in socket.frames if isinstance(frame, dict)) == ["e0", "e1", "e2"]


async def _take_all(workers: EnvelopeWorkers, envelopes: list[Envelope], socket: Socket) -> None:
    for one in envelopes:
        await workers.take(one, socket.send)


@pytest.mark.parametrize(("kind", "acknowledged"), [("slash_commands", 0), ("interactive", 0), ("events_api", 1)])
async def test_of_what_failed_only_events_are_acknowledged(
    kind: str, acknowledged: int, caplog: pytest.LogCaptureFixture
) -> None:
    handler, socket = Handler(), Socket()
    handler.go.set()
    workers = EnvelopeWorkers(handler, lambda: 0.0)
    await workers.take(Envelope(envelope_id="e1", type=kind, payload={"fail": "hunter2"}), socket.send)
    await workers.finish(1)
    assert len(socket.frames) == acknowledged
    assert "unexpectedly" in caplog.text
    assert "hunter2" not in caplog.text


async def test_a_closed_socket_harms_nobody() -> None:
    handler, socket = Handler(), Socket(closed=True)
    handler.go.set()
    workers = EnvelopeWorkers(handler, lambda: 0.0)
    await workers.take(SLASH, socket.send)
    await workers.finish(1)
    assert len(handler.calls) == 1


async def test_at_the_end_what_takes_too_long_is_stopped() -> None:
    handler, socket = Handler(), Socket()
    workers = EnvelopeWorkers(handler, lambda: 0.0)
    await workers.take(SLASH, socket.send)
    await handler.times(1)
    await workers.finish(0.01)
    assert socket.frames == []
