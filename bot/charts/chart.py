"""What a picture is to show, as a record; not how it looks (``drawing``), nor in words (``words``)."""

from dataclasses import dataclass
from datetime import datetime

from bot.history.usage_timeline import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Slots in use over time.

    Attributes:
        title: What the slots belong to, as people may see it; text of others, of any kind and length.
        start: The first moment.
        end: The first moment after, later than ``start``.
        steps: What is known, in its order and within ``start`` and ``end``; what has no step is not known.
    """

    title: str
    start: datetime
    end: datetime
    steps: tuple[Step, ...] = ()
