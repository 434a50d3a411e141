"""``/capacity`` and the buttons below its answer."""

import re
from typing import Any, Self

import discord
from discord import app_commands

from bot.chat.answers import Answer, Answers, Question
from bot.chat.discord.discord_client import CapacityClient
from bot.chat.discord.notify_buttons import Does, NotifyButton
from bot.chat.discord.pressing import Pressable
from bot.chat.discord.responses import Reply, answer, suggest, update

CHOICES = 25
"""Discord shows so many (https://discord.com/developers/docs/interactions/application-commands)."""


def capacity_command(answers: Answers) -> app_commands.Command[Any, ..., Any]:
    """Make the command, with the configured providers as its choices."""
    providers = [app_commands.Choice(name=words.title, value=words.name) for words in answers.subjects.providers]

    @app_commands.command(name="capacity", description="What is running, and what is free")
    @app_commands.describe(
        provider="The provider; leave it out for all of them",
        account="Only this account",
        private="Show the answer to you only",
    )
    @app_commands.choices(provider=providers[:CHOICES])
    async def capacity(
        interaction: discord.Interaction[Any],
        provider: str | None = None,
        account: str | None = None,
        private: bool = False,  # noqa: FBT001, FBT002 - how discord.py is told of an optional option
    ) -> None:
        question = Question(provider=provider, account=account)
        doubtful = not answers.is_certain(question)
        await answer(interaction, capacity_reply(answers, question), private=private, doubtful=doubtful)

    @capacity.autocomplete("account")
    async def accounts(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        found = answers.subjects.suggestions(getattr(interaction.namespace, "provider", None), typed)[:CHOICES]
        await suggest(interaction, [app_commands.Choice(name=one.label, value=one.value) for one in found])
        return []  # answered already

    return capacity


class CapacityButton(
    Pressable,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"capacity:(?:page|refresh):(?P<provider>[^:]*):(?P<account>[^:]*):(?P<page>\d{1,6})",
):
    """A button that asks the question in its ``custom_id`` again, whoever sent its message and whenever."""

    def __init__(self, button: discord.ui.Button[Any], question: Question) -> None:
        super().__init__(button)
        self._question = question

    @classmethod
    def of(cls, does: str, label: str, question: Question, *, disabled: bool = False) -> Self:
        """Make a button; ``does`` is ``page`` or ``refresh``."""
        custom_id = f"capacity:{does}:{question.provider or ''}:{question.account or ''}:{question.page}"
        return cls(discord.ui.Button(label=label, custom_id=custom_id, disabled=disabled), question)

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the question back."""
        if not isinstance(item, discord.ui.Button):
            raise TypeError(f"{match[0]} is not a button's")
        question = Question(
            provider=match["provider"] or None, account=match["account"] or None, page=int(match["page"])
        )
        return cls(item, question)

    async def press(self, client: CapacityClient, interaction: discord.Interaction[Any]) -> None:
        """Answer the question in place."""
        await update(interaction, capacity_reply(client.desks.answers, self._question))


async def capacity_reply(answers: Answers, question: Question) -> Reply:
    """Answer a question, with the buttons that ask it again."""
    answered = await answers.answer(question)
    return Reply(embed=answered.embed, buttons=_buttons(answered), private=answered.private)


def _buttons(answered: Answer) -> tuple[discord.ui.Item[Any], ...]:
    asked = answered.question
    if answered.private:
        return ()
    refresh = CapacityButton.of("refresh", "Refresh", asked)
    wait = (NotifyButton.of(Does.ASK, asked.provider or "", asked.account or ""),) if answered.full else ()
    if answered.pages == 1:
        return (refresh, *wait)

    def turn(label: str, page: int) -> CapacityButton:
        there = Question(provider=asked.provider, account=asked.account, page=page)
        return CapacityButton.of("page", label, there, disabled=not 1 <= page <= answered.pages)

    return (turn("◀", asked.page - 1), refresh, turn("▶", asked.page + 1), *wait)
