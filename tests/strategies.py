"""Records of all kinds for properties, derived from the dataclasses: a field that is added is tried from then on.

``Records.of`` builds a dataclass field by field, by the fields' types; ``fields`` names those that need something else.
"""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, time, timedelta
from enum import Enum
from functools import reduce
from operator import or_
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from bot.alerts.alert import Alert
from bot.alerts.alert_state import AlertState
from bot.alerts.news import Withheld
from bot.subscriptions.mute import Mute
from bot.subscriptions.quiet_hours import QuietHours
from bot.subscriptions.watch import Watch

Record = TypeVar("Record")


class Records:
    """Makes strategies of dataclasses.

    Args:
        kinds: What a value of a type may be, where it is no dataclass, enumeration, tuple or mapping of such.
        fields: What a field may be, as ``Class.field``; it overrides the field's type.
    """

    def __init__(
        self, kinds: Mapping[type, SearchStrategy[Any]], fields: Mapping[str, SearchStrategy[Any]] | None = None
    ) -> None:
        self._kinds = {types.NoneType: st.none(), **kinds}
        self._fields = dict(fields or {})

    def of(self, record: type[Record]) -> SearchStrategy[Record]:
        """Build a dataclass, each of its fields included."""
        hints = get_type_hints(record)
        assert is_dataclass(record)
        return st.builds(
            record,
            **{
                field.name: self._fields.get(f"{record.__name__}.{field.name}", self._of(hints[field.name]))
                for field in fields(record)
                if field.init
            },
        )

    def _of(self, kind: Any) -> SearchStrategy[Any]:  # noqa: ANN401 - a type, or what typing makes of types
        if kind in self._kinds:
            return self._kinds[kind]
        origin, inner = get_origin(kind), get_args(kind)
        if origin in {Union, types.UnionType}:
            return reduce(or_, map(self._of, inner))
        if origin is tuple:
            assert inner[1:] == (...,), f"a tuple of {inner} needs a strategy of its own"
            return st.lists(self._of(inner[0]), max_size=2).map(tuple)
        if origin is Mapping:
            return st.dictionaries(*map(self._of, inner), max_size=2)
        return st.sampled_from(kind) if issubclass(kind, Enum) else self.of(kind)


def _joined(text: str) -> str:
    """Make one character of two surrogates that are a pair, as JSON does."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


texts = st.text(st.characters(exclude_categories=()) | st.sampled_from("\\\0\ud800\udfff0dcf"), max_size=20).map(
    _joined
)
"""Text that others may have written."""

snowflakes = st.integers(0, 2**63 - 1)
keys = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=20, max_size=20)
_providers = st.none() | st.sampled_from(["minimax", "kling"])
_new = st.just(0)
_near = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis adds the zone
_times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
_quiet = st.builds(
    QuietHours,
    begin=_times,
    end=_times,
    zone=st.sampled_from(["Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC"]),
).filter(lambda quiet: quiet.begin != quiet.end)

stored = Records(
    {
        str: texts,
        int: st.integers(),
        bool: st.booleans(),
        float: st.floats(0, 1),
        datetime: st.datetimes(timezones=st.just(UTC)),
        timedelta: st.timedeltas(min_value=timedelta()),
        QuietHours: _quiet,
    },
    {
        "Alert.key": keys,
        "Alert.channel": snowflakes,
        "AlertState.channel": snowflakes,
        "AlertState.open_alert": st.none() | keys,
        "AlertState.announced_in": st.none() | keys,
        "Flapping.key": keys,
        "Mute.account": st.none() | texts,
        "Mute.alert": st.none() | keys,
        "Mute.by": snowflakes,
        "Mute.channel": snowflakes,
        "Mute.guild": snowflakes,
        "Mute.id": _new,
        "Mute.provider": _providers,
        "Mute.until": _near,
        "Watch.account": st.none() | texts,
        "Watch.channel": snowflakes,
        "Watch.guild": snowflakes,
        "Watch.hold": st.integers(0, 86_400).map(lambda seconds: timedelta(seconds=seconds)),
        "Watch.id": _new,
        "Watch.provider": _providers,
        "Watch.quota": st.none() | st.integers(1, 99),
        "Watch.role": st.none() | snowflakes,
        "Watch.warn": st.none() | st.integers(0, 2**62),
        "Withheld.by": st.none() | snowflakes,
    },
)
"""Records as the database takes them: its numbers have 63 bits, and a record that is added has no number yet."""

alerts = stored.of(Alert)
alert_states = stored.of(AlertState)
mutes = stored.of(Mute)
watches = stored.of(Watch)
withheld = stored.of(Withheld)
