"""A channel of the loopback Discord, drawn as Discord draws it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from tests.fakes.discord import CallbackType, Discord, Fault, Message, Permission, Reply
from tests.fakes.discord.options import Value
from tests.pictures.chat_window import Shown
from tests.pictures.discord_page import form, lock_screen, message, page
from tests.whole.program import DEADLINE

PLACES = ("channel", "role", "in")
"""Options whose value is one of Discord's own things."""


class DiscordWindow:
    """A channel of a Discord; see ``ChatWindow``.

    Args:
        discord: Where the channel is: the one that is there from the start.
    """

    def __init__(self, discord: Discord) -> None:
        self._discord = discord
        discord.world.change_role(discord.role, mentionable=True)
        producers = discord.world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
        self._manager = discord.world.add_member(discord.guild, "alex", producers)
        self.settings: Mapping[str, str] = {
            "DISCORD_TOKEN": discord.token,
            "DISCORD_GUILD_IDS": str(discord.guild.id),
            "DISCORD_API_URL": discord.url,
            "ALERT_CHANNEL_ID": str(discord.channel.id),
            "ALERT_ROLE_ID": str(discord.role.id),
        }

    async def ready(self) -> None:
        """Wait until the bot is connected and its commands are registered."""
        await self._discord.connected(within=DEADLINE)
        await self._discord.wait_for(lambda: self._discord.commands(self._discord.guild), within=DEADLINE)

    async def use(self, command: str, *, manager: bool = False, **values: str | int) -> Shown:
        """Use a slash command."""
        typed = {name.rstrip("_"): value for name, value in values.items()}
        given: dict[str, Value] = {name: self._value(name, value) for name, value in typed.items()}
        reply = await self._discord.use(command, given, member=self._manager if manager else None)
        return self._answered(reply, " ".join((f"/{command}", *(f"{name}:{value}" for name, value in typed.items()))))

    async def press(self, shown: Shown, label: str, *, manager: bool = False) -> Shown:
        """Press a button, or choose from a menu."""
        assert isinstance(shown.message, Message)
        member = self._manager if manager else None
        options = [
            option["label"]
            for row in shown.message.components
            for one in row["components"]
            for option in one.get("options", ())
        ]
        if label in options:
            return self._answered(await self._discord.choose(shown.message, label, member=member), label)
        return self._answered(await self._discord.press(shown.message, label=label, member=member), label)

    async def ask_why(self, post: Shown) -> Shown:
        """Choose the command in the message's menu."""
        assert isinstance(post.message, Message)
        return self._answered(await self._discord.ask("Why this alert?", post.message), "Why this alert?")

    def posts(self) -> Sequence[Shown]:
        """Draw what the bot posted."""
        return [Shown(html=_drawn(one), pushed=_pushed(one), message=one) for one in self._discord.posts()]

    def texts(self) -> Sequence[str]:
        """Return the contents."""
        return [one.content for one in self._discord.posts()]

    @contextmanager
    def refuse_posts(self) -> Iterator[None]:
        """Answer 503."""
        outage = self._discord.faults.add("POST", "/channels/*/messages", Fault.status(503), times=None)
        yield
        outage.lift()

    async def until(self, found: Callable[[], object]) -> None:
        """Wait for it."""
        await self._discord.wait_for(found, within=2 * DEADLINE)

    def page(self, shown: Sequence[str], *, light: bool) -> str:
        """Return a page in Discord's colours."""
        return page(shown, light=light)

    def _value(self, name: str, value: str | int) -> Value:
        if name not in PLACES:
            return value
        return self._discord.role if name == "role" else self._discord.channel

    def _answered(self, reply: Reply, typed: str) -> Shown:
        if reply.kind is CallbackType.MODAL:
            return Shown(html=form(reply.callback.data))
        found = reply.message
        return Shown(html=_drawn(found, typed), message=found)


def _pushed(one: Message) -> str:
    """Draw what a locked phone shows: an edit is not pushed."""
    first = one.edits[0].content if one.edits else one.content
    return "" if one.silent or not first else lock_screen(first, one.at)


def _drawn(one: Message, asked: str = "") -> str:
    return message(
        content=one.content,
        embeds=one.embeds,
        components=one.components,
        now=datetime.now(UTC) if asked else one.at,
        asked=asked,
        private=one.ephemeral,
        silent=one.silent,
        pictures=[each.content for each in one.attachments],
    )
