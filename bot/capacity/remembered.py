"""What is remembered of a provider between looks and across restarts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.capacity.health import Health
from bot.capacity.known import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """A provider's roster, by account, and how looks at it have gone."""

    roster: Mapping[str, Known] = field(default_factory=dict)
    health: Health = field(default_factory=Health)
