"""The guilds that the bot serves, what people read in others, and what the log says of all of them.

Account data is private to a team. If the settings name no guild, the bot serves the only one that it is in; of several
it can't know which is the team's, and serves none.
"""

from collections.abc import Collection, Mapping

from bot.chat.wording.numbers_and_lists import listed

ELSEWHERE = "This bot answers in its team's server only."
UNDECIDED = "This bot serves no server yet: its log says which line to add to .env."


class ServedGuilds:
    """The guilds that are served.

    Args:
        configured: The guilds that the settings name, if any.

    Attributes:
        ids: The guilds that are served now.
        configured: Whether the settings name them.
    """

    def __init__(self, configured: Collection[int] = ()) -> None:
        self.ids = frozenset(configured)
        self.configured = bool(configured)

    def adopt(self, joined: Collection[int]) -> int | None:
        """Serve the only guild that the bot is in, unless the settings name others.

        Args:
            joined: All guilds that the bot is in.

        Returns:
            The guild, if it was not served before.
        """
        # A second guild changes nothing while the bot runs; otherwise anyone with the invite link could stop it.
        if self.configured or len(joined) != 1 or self.ids == frozenset(joined):
            return None
        (only,) = self.ids = frozenset(joined)
        return only

    def summary(self, joined: Mapping[int, str]) -> str:
        """Name the guilds that are served: ``Studio (123)``.

        Args:
            joined: The names of all guilds that the bot is in, by id.
        """
        return _listed({guild: name for guild, name in joined.items() if guild in self.ids}) or "no server"

    def warnings(self, joined: Mapping[int, str], invite: str) -> tuple[str, ...]:
        """Return what a person should fix, one sentence for the log each.

        Args:
            joined: The names of all guilds that the bot is in, by id.
            invite: The link that invites the bot.
        """
        others = {guild: name for guild, name in joined.items() if guild not in self.ids}
        if not self.ids:
            return (_none_served(others, invite),)
        absent = sorted(self.ids - joined.keys())
        if self.configured:
            elsewhere = f", but in {_listed(others)}" if others else ""
            return tuple(
                f"The bot is not in server {guild}, which DISCORD_GUILD_IDS names{elsewhere}. Invite it with {invite}"
                for guild in absent
            )
        (only,) = self.ids
        if absent:
            return (f"The bot was removed from server {only}: invite it with {invite}",)
        return (_also_elsewhere(only, self.summary(joined), others),) if others else ()


def _none_served(joined: Mapping[int, str], invite: str) -> str:
    if not joined:
        return f"The bot is in no server yet, and will serve the first that it is invited to: {invite}"
    lines = " or ".join(f"DISCORD_GUILD_IDS={guild}" for guild in joined)
    return (
        f"The bot is in {_listed(joined)} and serves none of them, since account data is private to a team. "
        f"Add the line of your server to .env, {lines}, and start the bot again."
    )


def _also_elsewhere(only: int, served: str, others: Mapping[int, str]) -> str:
    return (
        f"The bot serves {served} only, but is in {_listed(others)} as well. Add the line DISCORD_GUILD_IDS={only} "
        "to .env: without it, it would serve none of them after a restart."
    )


def _listed(guilds: Mapping[int, str]) -> str:
    return listed([f"{' '.join(name.split())} ({guild})" for guild, name in guilds.items()])
