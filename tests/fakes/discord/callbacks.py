"""An interaction and the first response to it, as values; who answers is `interactions`, who begins is `people`.

https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from tests.fakes.discord.records import Json, User


class InteractionType(IntEnum):
    """What a person did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class CallbackType(IntEnum):
    """What the bot answered first."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    AUTOCOMPLETE = 8
    MODAL = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """The first response; `elapsed` are the seconds it took."""

    kind: CallbackType
    data: Json
    elapsed: float


@dataclass(slots=True, kw_only=True, eq=False)
class Interaction:
    """An interaction and what became of it; `message_id` is what `@original` means."""

    id: int
    token: str
    kind: InteractionType
    channel_id: int
    person: User
    at: datetime
    began: float
    command: str | None = None
    message_id: int | None = None
    callback: Callback | None = None
