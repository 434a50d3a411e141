"""``/why``: who may ask about which alert, by how much of its id, and which are offered."""

import discord as dpy
import pytest

from bot.alerts.news import Withheld, WithheldBecause
from bot.chat.discord.why_desk import LOOKED_THROUGH
from bot.delivery.stored_alerts import StoredAlert
from tests.chat.discord.told import FREED, FULL, OTHER, alert
from tests.chat.discord.watching import Studio, said
from tests.fakes.discord import Channel, Member, Permission
from tests.moments import NOON, after


async def why(studio: Studio, asked: str, *, member: Member | None = None, channel: Channel | None = None) -> str:
    return said(await studio.discord.use("why", {"id": asked}, member=member, channel=channel))


def keep(studio: Studio, *entries: StoredAlert) -> None:
    studio.kept.entries += entries


def withheld(channel: int, key: str = "mute2345efgh67234567") -> StoredAlert:
    return StoredAlert(
        alert=alert(channel, OTHER, key=key),
        owed_at=NOON,
        attempts=0,
        given_up_at=NOON,
        withheld=Withheld(why=WithheldBecause.MUTED, until=after(hours=1), by=7),
    )


@pytest.mark.parametrize(
    "asked", ["abcd2345", "abcd2345efgh67234567", "abcd", " ABCD2345 ", "id abcd2345", "Id abcd2345efgh"]
)
async def test_the_footers_id_or_more_or_less_of_it_names_an_alert(studio: Studio, asked: str) -> None:
    await studio.tell(alert(studio.discord.channel.id, FULL))
    keep(studio, withheld(studio.discord.channel.id))
    answer = await why(studio, asked)
    assert answer.startswith("Why? · MiniMax: studio-a is full")
    guild, channel = studio.discord.guild.id, studio.discord.channel.id
    assert f"https://discord.com/channels/{guild}/{channel}/{studio.discord.posts()[0].id}" in answer


async def test_one_that_was_not_sent_says_why_not(studio: Studio) -> None:
    keep(studio, withheld(studio.discord.channel.id))
    answer = await why(studio, "mute2345")
    assert "jo***@example.com is full" in answer.replace("\\", "")
    assert f"muted by <@7> until <t:{int(after(hours=1).timestamp())}" in answer


@pytest.mark.parametrize(
    "asked", ["zzzz2345", "abc", "", "abcd2345 ", "%%%%", "abcd_345", "x" * 6000, "@everyone <@1>"]
)
async def test_what_does_not_exist_is_said_to_be_not_there(studio: Studio, asked: str) -> None:
    keep(studio, withheld(studio.discord.channel.id, key="qqqq2345"))
    answer = await why(studio, asked)
    assert "There is no alert " in answer
    assert "Its id is the 8 characters in its footer." in answer


async def test_of_several_that_begin_so_more_must_be_typed(studio: Studio) -> None:
    here = studio.discord.channel.id
    keep(studio, *(withheld(here, key=f"abcd{number}xyz") for number in range(7)), withheld(here, key="abcd0"))
    assert "Several alerts begin with abcd, such as abcd0xyz, abcd1xyz, abcd2xyz, abcd3xyz, abcd4xyz\\: type" in (
        await why(studio, "abcd")
    )
    assert (await why(studio, "abcd0")).endswith("about id abcd0")


async def test_alerts_of_channels_that_the_member_can_not_view_are_not_there(studio: Studio, admin: Member) -> None:
    world = studio.discord.world
    hidden = world.add_channel(studio.discord.guild, "plans")
    world.deny(hidden, Permission.VIEW_CHANNEL, to=studio.discord.guild.id)
    world.allow(hidden, Permission.VIEW_CHANNEL, to=admin.user.id)
    keep(studio, withheld(hidden.id))

    assert "There is no alert mute2345 here." in await why(studio, "mute2345")
    assert await studio.discord.autocomplete("why", focused="id") == []
    assert "Not sent" in await why(studio, "mute2345", member=admin)
    assert len(await studio.discord.autocomplete("why", focused="id", member=admin)) == 1


def open_thread(studio: Studio, thread: int, kind: dpy.ChannelType) -> None:
    metadata = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": NOON.isoformat(), "locked": False}
    payload = {
        "id": str(thread),
        "guild_id": str(studio.discord.guild.id),
        "parent_id": str(studio.discord.channel.id),
        "owner_id": str(studio.discord.member.user.id),
        "name": "plans",
        "type": kind.value,
        "message_count": 0,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "thread_metadata": metadata,
    }
    studio.discord.gateway.publish("THREAD_CREATE", payload)


async def test_those_of_a_private_thread_are_known_to_moderators_of_an_open_one_to_all(
    studio: Studio, admin: Member
) -> None:
    manage_threads = 1 << 34
    world, guild = studio.discord.world, studio.discord.guild
    moderator = world.add_member(guild, "mo", world.add_role(guild, "moderators", may=manage_threads))
    open_thread(studio, 5, dpy.ChannelType.private_thread)
    open_thread(studio, 6, dpy.ChannelType.public_thread)
    keep(studio, withheld(5, key="priv2345"), withheld(6, key="open2345"))

    assert "There is no alert priv2345 here." in await why(studio, "priv2345", member=admin)
    assert "Not sent" in await why(studio, "open2345", member=admin)
    assert "Not sent" in await why(studio, "priv2345", member=moderator)
    offered = await studio.discord.autocomplete("why", focused="id", member=admin)
    assert [choice.value for choice in offered] == ["open2345"]
    offered = await studio.discord.autocomplete("why", focused="id", member=moderator)
    assert [choice.value for choice in offered] == ["priv2345", "open2345"]


async def test_alerts_of_other_servers_and_of_deleted_channels_are_not_there(studio: Studio, admin: Member) -> None:
    world = studio.discord.world
    elsewhere = world.add_channel(world.add_guild("Elsewhere"), "general")
    deleted = world.add_channel(studio.discord.guild, "short-lived")
    world.delete_channel(deleted)
    keep(studio, withheld(elsewhere.id, key="else2345"), withheld(deleted.id, key="gone2345"))
    for key in ("else2345", "gone2345"):
        assert f"There is no alert {key} here." in await why(studio, key, member=admin)
    assert await studio.discord.autocomplete("why", focused="id", member=admin) == []


async def test_the_newest_are_offered_and_those_that_hold_what_is_typed(studio: Studio) -> None:
    here = studio.discord.channel.id
    await studio.tell(alert(here, FULL))
    await studio.tell(alert(here, FREED, key="freed345efgh67234567"))
    keep(studio, withheld(here))

    async def offered(typed: str = "") -> list[tuple[str, str | float]]:
        choices = await studio.discord.autocomplete("why", focused="id", value=typed)
        return [(choice.name, choice.value) for choice in choices]

    freed, full, muted = await offered()
    assert full == ("abcd2345 · MiniMax: studio-a is full (6/6) · told", "abcd2345efgh67234567")
    assert freed[1] == "freed345efgh67234567"
    assert muted[0].endswith("is full (2/2) · not sent: muted")
    assert await offered("NOT SENT") == [muted]
    assert await offered("abcd2345efgh6") == [full]
    assert await offered("ABCD2345") == [full]
    assert await offered("nothing of it") == []


async def test_twenty_five_are_offered_at_most_and_all_that_is_looked_through_is_found(studio: Studio) -> None:
    here = studio.discord.channel.id
    keep(studio, *(withheld(here, key=f"k{number:07}") for number in range(LOOKED_THROUGH + 1)))
    offered = await studio.discord.autocomplete("why", focused="id")
    assert [choice.value for choice in offered] == [f"k{number:07}" for number in range(25)]
    last = await studio.discord.autocomplete("why", focused="id", value=f"k{LOOKED_THROUGH - 1:07}")
    assert len(last) == 1
    assert await studio.discord.autocomplete("why", focused="id", value=f"k{LOOKED_THROUGH:07}") == []


async def test_a_database_that_is_away_is_named_and_offers_nothing(studio: Studio) -> None:
    keep(studio, withheld(studio.discord.channel.id))
    studio.kept.down = True
    answer = await why(studio, "mute2345")
    assert "The database does not answer. Try again in a minute." in answer
    assert "changed" not in answer
    assert await studio.discord.autocomplete("why", focused="id") == []
