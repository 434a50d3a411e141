"""``/account rename`` and its button: what is stored, what is called otherwise at once, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest

from bot.accounts.account_labels import AccountLabel, AccountLabels
from bot.chat.account.handler import AccountHandler
from bot.chat.account_options import account_choices
from bot.chat.discord.feature_commands import commands_of
from bot.chat.dispatcher import Dispatcher, token_of
from bot.chat.feature import Caller
from bot.chat.message import Button, Message
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.refusal_sentences import NO_DATABASE
from bot.storage.database import Store
from tests.chat.drawn import drawn, refused
from tests.chat.two_providers import TwoProviders
from tests.chat.unplugged import unplug
from tests.delivery.far_end_log import Clock
from tests.rows import each_row

BOSS = Caller(guild=5, channel=7, member=8, may_manage=True)
KIM = replace(BOSS, member=3, may_manage=False)


class Studio:
    """The feature with everything it needs, on a real database.

    Attributes:
        renamed: How often something was renamed.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.labels = AccountLabels(store.labels, {"minimax/200300": "studio-a"})
        self.names = AccountNames(labels=self.labels, mark_key="k")
        self.providers = TwoProviders(Clock(), names=self.names)
        self.renamed = 0
        self.feature = AccountHandler(self.labels, self.providers.lookup, renamed=self._count).feature()
        self.dispatcher = Dispatcher([self.feature], self.names)

    async def rename(self, **values: Any) -> Message:  # noqa: ANN401 - options have many types
        """Use the command."""
        (command,) = self.feature.commands
        options = command.options(**{"provider": "minimax", "account": "studio-a", **values})
        answer = await self.dispatcher.run(command, BOSS, options)
        assert answer.private
        assert refused(answer) == []
        return answer

    async def undo(self, said: Message, caller: Caller = BOSS) -> str:
        """Press Undo below an answer and read what is said."""
        (button,) = (one for one in said.actions if isinstance(one, Button))
        press = self.dispatcher.find(token_of(button.action, button.arguments))
        assert press is not None
        answer = await self.dispatcher.press(press, caller)
        assert answer.private
        return drawn(answer)

    def title(self, account: str = "200300") -> str:
        """Return what an account is called wherever one looks."""
        return self.providers.lookup.title("minimax", account)

    def _count(self) -> None:
        self.renamed += 1


@pytest.fixture
async def studio(store: Store) -> Studio:
    made = Studio(store)
    await made.providers.look()
    return made


async def test_a_new_name_is_used_at_once_and_after_a_restart(studio: Studio, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    said = await studio.rename(name="Mia's  office")
    assert drawn(said) == (
        "[free]\nMiniMax: **studio-a** is called **Mia's office** from now on, wherever it is named.\n"
        "`/account rename` without a name takes it back."
    )
    assert studio.title() == "MiniMax · Mia's office"
    assert [one.label for one in account_choices(studio.providers.lookup, "minimax", "mia")] == [
        "Mia's office · 5 of 6 free"
    ]
    assert studio.providers.lookup.account("minimax", "mia's office") == "200300"
    assert studio.renamed == 1
    assert "Member 8 named an account of minimax: Mia's office." in caplog.messages
    again = Studio(studio.store)
    await again.labels.load()
    assert again.title() == "MiniMax · Mia's office"


async def test_a_name_is_taken_back_to_the_settings_or_to_the_account_s_own(studio: Studio) -> None:
    await studio.rename(name="b")
    said = await studio.rename(account="b")
    assert "**b** is called **studio-a** from now on" in drawn(said)
    assert await studio.store.labels.labels() == ()
    assert "studio-a has no other name to go back to." in drawn(await studio.rename())
    await studio.rename(account="jo…@example.com", name="jo")
    assert "**jo** is called **jo…@example.com** from now on" in drawn(await studio.rename(account="jo"))


async def test_undo_gives_the_name_back_that_it_had(studio: Studio) -> None:
    first = await studio.rename(name="b")
    second = await studio.rename(account="b", name="c")
    assert "needs Manage Server" in await studio.undo(second, KIM)
    assert "**c** is called **b** from now on" in await studio.undo(second)
    assert await studio.store.labels.labels() == (AccountLabel(provider="minimax", account="200300", label="b"),)
    assert "**b** is called **studio-a** from now on" in await studio.undo(first)
    assert await studio.store.labels.labels() == ()
    taken_back = await studio.rename(name="b"), await studio.rename(account="b")
    assert "**studio-a** is called **b** from now on" in await studio.undo(taken_back[1])


@each_row(
    ("values", "sentence"),
    [
        ({"name": " "}, "A name needs a letter or a digit"),
        ({"name": "x" * 33}, "up to 32 characters"),
        ({"name": "@here"}, "would be read as a mention"),
        ({"name": "2h"}, '"2h" is a time where commands are typed. Try studio-a.'),
        ({"name": " minimax"}, '"minimax" is a provider where commands are typed.'),
        ({"name": "JO…@example.com"}, "would be read as a mention"),
        ({"account": "jo…@example.com", "name": "Studio-A"}, "an account called Studio-A already. Try Studio-A-2."),
        ({"account": "jo…@example.com", "name": "200300"}, "an account called 200300 already"),
        ({"account": "nobody", "name": "b"}, 'MiniMax has no account "nobody"'),
        ({"provider": "pixverse", "name": "b"}, 'There is no provider "pixverse" here'),
    ],
)
async def test_what_can_not_be_a_name_is_refused_and_nothing_stored(
    studio: Studio, values: dict[str, Any], sentence: str
) -> None:
    assert sentence in drawn(await studio.rename(**values)).replace("\\", "")
    assert await studio.store.labels.labels() == ()
    assert studio.renamed == 0


async def test_a_name_of_an_account_that_is_gone_stays_its_own(studio: Studio) -> None:
    await studio.labels.set(AccountLabel(provider="minimax", account="gone", label="old"))
    assert "called old already" in drawn(await studio.rename(name="old"))
    assert "**studio-a** is called **studio-a**" in drawn(await studio.rename(name="studio-a"))


async def test_undo_leaves_a_name_that_was_given_since_to_it_or_to_another(studio: Studio) -> None:
    first = await studio.rename(name="b")
    assert "**b** is called **studio-a** from now on" in await studio.undo(first)
    assert "It is called studio-a already." in await studio.undo(first)
    await studio.rename(name="c")
    assert "It was renamed since, and is called c now. `/account rename` gives it another name." in (
        await studio.undo(first)
    )
    assert studio.title() == "MiniMax · c"
    said = await studio.rename(account="c", name="d")
    await studio.rename(account="jo…@example.com", name="c")
    assert "an account called c already" in await studio.undo(said)
    assert studio.title() == "MiniMax · d"


async def test_a_database_that_is_away_is_named_and_nothing_is_renamed(studio: Studio) -> None:
    await unplug(studio.store, "account_label")
    assert NO_DATABASE in drawn(await studio.rename(name="b"))
    assert (studio.title(), studio.renamed) == ("MiniMax · studio-a", 0)


def test_it_is_offered_to_those_who_may_manage_the_guild(studio: Studio) -> None:
    (group,) = commands_of(studio.feature, studio.dispatcher)
    assert (group.name, group.default_permissions is not None) == ("account", True)
