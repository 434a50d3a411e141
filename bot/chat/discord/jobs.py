"""``/jobs``: the command, the buttons that turn its pages, and the menu that shows one job.

What was asked stands in the ``custom_id`` of each, so that they work whoever sent the message and whenever.
"""

import re
from dataclasses import replace
from typing import Any, Self

import discord
from discord import app_commands

from bot.chat.discord.capacity import CHOICES
from bot.chat.discord.discord_client import CapacityClient
from bot.chat.discord.pressing import Pressable
from bot.chat.discord.responses import Reply, answer, update
from bot.chat.discord.subject_options import account_choices
from bot.chat.old_jobs import JobAnswer, JobAnswers, JobQuestion


def jobs_command(jobs: JobAnswers) -> app_commands.Command[Any, ..., Any]:
    """Make the command, with the configured providers as its choices."""
    providers = [app_commands.Choice(name=words.title, value=words.name) for words in jobs.subjects.providers]

    @app_commands.command(name="jobs", description="What is running, job by job, longest first")
    @app_commands.describe(
        provider="The provider",
        account="Only this account's jobs",
        ref="Only jobs whose replyRef holds this",
        older_than="Only jobs that have run for more minutes than this",
    )
    @app_commands.choices(provider=providers[:CHOICES])
    async def show(
        interaction: discord.Interaction[Any],
        provider: str,
        account: str | None = None,
        ref: app_commands.Range[str, 1, 100] = "",
        older_than: int = 0,
    ) -> None:
        question = JobQuestion(provider=provider, account=account, ref=ref, older_than=older_than)
        await answer(interaction, _first(jobs, question), private=False, doubtful=not jobs.is_certain(question))

    show.autocomplete("account")(account_choices(jobs.subjects))
    return show


class JobsButton(
    Pressable,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"jobs:(?:page|refresh):(?P<provider>[^:]*):(?P<account>[^:]*):(?P<older>\d{1,5}):(?P<page>\d{1,6}):(?P<ref>.*)",
):
    """A button that asks the question in its ``custom_id`` again; the reference comes last, since it may hold any."""

    def __init__(self, button: discord.ui.Button[Any], question: JobQuestion) -> None:
        super().__init__(button)
        self.question = question

    @classmethod
    def of(cls, does: str, label: str, question: JobQuestion, *, disabled: bool = False) -> Self:
        """Make a button; ``does`` is ``page`` or ``refresh``."""
        asked = (question.provider, question.account or "", question.older_than, question.page, question.ref)
        custom_id = ":".join(map(str, ("jobs", does, *asked)))
        return cls(discord.ui.Button(label=label, custom_id=custom_id, disabled=disabled), question)

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the question back."""
        if not isinstance(item, discord.ui.Button):
            raise TypeError(f"{match[0]} is not a button's")
        question = JobQuestion(
            provider=match["provider"],
            account=match["account"] or None,
            ref=match["ref"],
            older_than=int(match["older"]),
            page=int(match["page"]),
        )
        return cls(item, question)

    async def press(self, client: CapacityClient, interaction: discord.Interaction[Any]) -> None:
        """Answer the question in place."""
        await update(interaction, _again(client.desks.jobs, self.question))


class JobsMenu(Pressable, discord.ui.DynamicItem[discord.ui.Select[Any]], template=r"jobs:show:(?P<provider>[^:]*)"):
    """A menu of jobs, each by its mark, that shows the chosen one to whoever chose it."""

    def __init__(self, menu: discord.ui.Select[Any], provider: str) -> None:
        super().__init__(menu)
        self.provider = provider

    @classmethod
    def of(cls, answered: JobAnswer) -> Self:
        """Make a menu of the jobs on a page; there must be some."""
        provider = answered.question.provider
        options = [
            discord.SelectOption(label=line.label, description=line.description, value=value)
            for value, line in answered.menu.items()
        ]
        menu = discord.ui.Select[Any](custom_id=f"jobs:show:{provider}", placeholder="Show one job", options=options)
        return cls(menu, provider)

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the provider back."""
        if not isinstance(item, discord.ui.Select):
            raise TypeError(f"{match[0]} is not a menu's")
        return cls(item, match["provider"])

    async def press(self, client: CapacityClient, interaction: discord.Interaction[Any]) -> None:
        """Show the chosen job; the list stays as it is."""
        await answer(interaction, self._card(client.desks.jobs), private=True)

    async def _card(self, jobs: JobAnswers) -> Reply:
        return Reply(embed=await jobs.show(self.provider, self.item.values[0]), private=True)


async def _first(jobs: JobAnswers, question: JobQuestion) -> Reply:
    """Answer somebody who asks: that no reference matches is between the two of them."""
    answered = await jobs.answer(question)
    if answered.vain:
        return Reply(embed=answered.embed, private=True)
    return _reply(answered)


async def _again(jobs: JobAnswers, question: JobQuestion) -> Reply:
    return _reply(await jobs.answer(question))


def _reply(answered: JobAnswer) -> Reply:
    if answered.private:
        return Reply(embed=answered.embed, private=True)
    menu = (JobsMenu.of(answered),) if answered.menu else ()
    return Reply(embed=answered.embed, buttons=(*menu, *_buttons(answered)))


def _buttons(answered: JobAnswer) -> tuple[JobsButton, ...]:
    asked = answered.question
    refresh = JobsButton.of("refresh", "Refresh", asked)
    if answered.pages == 1:
        return (refresh,)

    def turn(label: str, page: int) -> JobsButton:
        there = replace(asked, page=page)
        return JobsButton.of("page", label, there, disabled=not 1 <= page <= answered.pages)

    return (turn("◀", asked.page - 1), refresh, turn("▶", asked.page + 1))
