"""``/history`` and ``/report``: what the past was like, as a picture and in figures."""

import asyncio
from typing import Any

import discord
from discord import app_commands

from bot.chat.discord.capacity import CHOICES
from bot.chat.discord.responses import Reply, answer
from bot.chat.discord.subject_options import account_choices
from bot.chat.message import Picture
from bot.chat.old_history import HistoryAnswers, HistoryQuestion
from bot.chat.old_report import Reports

PICTURE = "history.png"


def history_command(histories: HistoryAnswers) -> app_commands.Command[Any, ..., Any]:
    """Make the command, with the configured providers as its choices."""
    providers = [app_commands.Choice(name=words.title, value=words.name) for words in histories.subjects.providers]

    @app_commands.command(name="history", description="How full it was: a picture and the figures")
    @app_commands.describe(
        provider="The provider", account="Only this account", hours="How many hours back; a day unless you say"
    )
    @app_commands.choices(provider=providers[:CHOICES])
    async def history(
        interaction: discord.Interaction[Any], provider: str, account: str | None = None, hours: int = 24
    ) -> None:
        drawing = asyncio.Event()
        question = HistoryQuestion(provider=provider, account=account, hours=hours)
        await answer(interaction, _drawn(histories, question, drawing), private=False, slow=drawing)

    history.autocomplete("account")(account_choices(histories.subjects))
    return history


def report_command(reports: Reports) -> app_commands.Command[Any, ..., Any]:
    """Make the command."""

    @app_commands.command(name="report", description="What the accounts were used for, and whether they were enough")
    @app_commands.describe(days="How many days back; a week unless you say")
    async def report(interaction: discord.Interaction[Any], days: int | None = None) -> None:
        await answer(interaction, _reported(reports, days), private=days is not None and not reports.allows(days))

    return report


async def _drawn(histories: HistoryAnswers, question: HistoryQuestion, drawing: asyncio.Event) -> Reply:
    answered = await histories.answer(question, drawing=drawing.set)
    if answered.png is None:
        return Reply(embed=answered.embed, private=answered.private)
    picture = Picture(name=PICTURE, png=answered.png, alt=answered.alt)
    return Reply(embed=answered.embed.set_image(url=f"attachment://{PICTURE}"), picture=picture)


async def _reported(reports: Reports, days: int | None) -> Reply:
    reported = await reports.report(days)
    return Reply(embed=reported.embed, private=reported.private)
