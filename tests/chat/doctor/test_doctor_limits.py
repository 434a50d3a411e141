"""Whatever ``/doctor`` has to say fits into a message, and acts on nobody."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.doctor.wording import settings_card
from bot.chat.signs_and_colours import Level
from bot.errors import StorageUnavailable
from bot.health.doctor_findings import (
    Backlog,
    ChannelHealth,
    ConnectionHealth,
    Diagnosis,
    GivenUpAlert,
    OutboxStatistics,
    ProviderHealth,
    Setting,
)
from bot.platforms import Platform
from tests.chat.doctor.test_doctor_wording import GATEWAY, KLING, card_of
from tests.chat.drawn import acting, drawn, embeds_of, refused
from tests.chat.nasty import nasty_text
from tests.moments import NOON, after

OURS = r"\*\*|`[A-Z_]+`|<#\d+>"
_long = nasty_text.map(lambda text: text * 40) | nasty_text
_diagnoses = st.builds(
    Diagnosis,
    at=st.just(NOON),
    connections=st.tuples(
        *(
            st.builds(
                ConnectionHealth,
                platform=st.just(platform),
                alive=st.booleans(),
                latency=st.none() | st.timedeltas(),
                since=st.none() | st.just(NOON),
                troubles=st.lists(_long, max_size=2).map(tuple),
                facts=st.lists(_long, max_size=2).map(tuple),
            )
            for platform in Platform
        )
    ),
    watcher=st.booleans(),
    providers=st.lists(
        st.builds(
            ProviderHealth,
            title=st.just("PixVerse"),
            due=st.just(NOON),
            at=st.just(NOON),
            took=st.none() | st.timedeltas(),
            failures=st.integers(0, 10**9),
            sentence=st.none() | _long,
        ),
        max_size=2,
    ).map(lambda few: tuple(few * 5)),
    outbox=st.builds(StorageUnavailable, _long)
    | st.builds(
        OutboxStatistics,
        backlog=st.builds(Backlog, owed=st.integers(0, 10**9), oldest=st.none() | st.just(NOON)),
        given_up=st.lists(
            st.builds(
                GivenUpAlert,
                channel=st.sampled_from([1, -1]),
                at=st.just(NOON),
                reason=_long,
                number=st.integers(1, 10**9),
            ),
            max_size=2,
        ).map(tuple),
        waits=st.lists(st.timedeltas(), max_size=3).map(sorted).map(tuple),
    ),
    channels=st.lists(
        st.builds(
            ChannelHealth,
            id=st.just(2**63 - 1),
            source=st.just("from settings, watch 3") | st.just("watch 9, " * 200),
            missing=st.none() | st.lists(_long, max_size=2).map(lambda few: tuple(few * 3)),
            last_told=st.none() | st.just(NOON),
        ),
        max_size=2,
    ).map(lambda few: tuple(few * 5)),
    versions=st.lists(_long, max_size=2).map(lambda few: tuple(few * 2)),
    settings=st.lists(st.builds(Setting, name=st.just("DISCORD_GUILD_IDS"), value=st.none() | _long), max_size=2).map(
        lambda few: tuple(few * 12)
    ),
)


@given(diagnosis=_diagnoses)
def test_whatever_there_is_to_say_fits_and_acts_on_nobody(diagnosis: Diagnosis) -> None:
    card, settings = card_of(diagnosis), settings_card(diagnosis)
    for one in (card, settings):
        assert refused(one) == []
        assert acting(one, OURS) == []
    if diagnosis.providers:
        assert "**PixVerse**" in drawn(card)


def test_the_most_that_there_can_be_to_say_fits() -> None:
    long = "*" * 2000
    looks = replace(KLING, sentence=long)
    channel = ChannelHealth(id=2**63 - 1, source="watch 9, " * 200, missing=(long,) * 9)
    diagnosis = Diagnosis(
        at=NOON,
        connections=(replace(GATEWAY, alive=False),),
        watcher=False,
        providers=(looks,) * 50,
        outbox=OutboxStatistics(
            backlog=Backlog(owed=9, oldest=after(days=-9)),
            given_up=(GivenUpAlert(channel=1, at=NOON, reason=long, number=9),),
        ),
        channels=(channel,) * 50,
        versions=(long,) * 5,
        settings=(Setting(name="DISCORD_GUILD_IDS", value=long),) * 50,
    )
    card, settings = card_of(diagnosis), settings_card(diagnosis)
    (embed,), (of_settings,) = embeds_of(card), embeds_of(settings)
    assert refused(card) == refused(settings) == []
    assert (embed.fields[0].value or "").startswith(f"<#{2**63 - 1}> · watch 9, ")
    for text, entries, begins in (
        (embed.description or "", 50, f"{Level.FAULTED.sign} **Kling**"),
        (embed.fields[0].value or "", 50, "<#"),
        (of_settings.description or "", 50, "`DISCORD"),
    ):
        shown = sum(line.startswith(begins) for line in text.split("\n"))
        assert shown >= 3
        assert f"\nand {entries - shown} more" in text
