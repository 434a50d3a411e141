"""From a typed line to what is said; not how it is typed (``prompt``) nor how it looks (``chat``)."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import discord

from bot.chat.account_lookup import AccountLookup
from bot.chat.answers import Answer, Answers, Question
from bot.chat.embeds.error import error_embed
from bot.chat.old_history import NOT_READ, HistoryAnswer, HistoryAnswers, HistoryQuestion
from bot.chat.old_jobs import JobAnswer, JobAnswers, JobQuestion
from bot.chat.terminal.chat import PRIVATE, Chat, picture
from bot.chat.terminal.commands import HELP, Asked, Deed, Misread, Wish, read
from bot.chat.terminal.delivery import Delivery
from bot.chat.terminal.desk import Desk
from bot.chat.terminal.drawing import buttons
from bot.chat.terminal.picture_file import write_picture
from bot.chat.wording.account_names import AccountNames
from bot.errors import BadInput, StorageUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Who answers what.

    Attributes:
        capacity: What is free.
        jobs: What runs.
        histories: What it was like.
        desk: What the bot is told to do.
        delivery: Knows what was offered last.
        names: How accounts are named.
        chart: The file for pictures; None for a new one each.
    """

    capacity: Answers
    jobs: JobAnswers
    histories: HistoryAnswers
    desk: Desk
    delivery: Delivery
    names: AccountNames
    chart: Path | None = None


class Conversation:
    """Answers one person, and remembers what the last answer was about."""

    def __init__(self, chat: Chat, answering: Answering) -> None:
        self.chat = chat
        self._answering = answering
        self._last: Asked | None = None

    @property
    def subjects(self) -> AccountLookup:
        """Tell what can be asked about."""
        return self._answering.capacity.subjects

    async def reply(self, line: str) -> bool:
        """Answer a typed line, and tell whether the conversation goes on."""
        match read(line, self._last):
            case Wish.QUIT:
                return False
            case Wish.HELP:
                self.chat.said(HELP)
            case Misread(sentence=sentence):
                self.chat.said(sentence)
            case Question() as question:
                self._say(await self._answering.capacity.answer(question))
            case JobQuestion() as question:
                self._say(await self._answering.jobs.answer(question))
            case HistoryQuestion() as question:
                await self._show(await self._answering.histories.answer(question, drawing=lambda: None))
            case Deed() as deed:
                self.chat.answered(await self._done(deed), PRIVATE)
        return True

    def _say(self, answer: Answer | JobAnswer) -> None:
        if not answer.private:
            self._last = answer.question
        self.chat.answered(answer.embed, PRIVATE if answer.private else buttons(answer))

    async def _show(self, answer: HistoryAnswer) -> None:
        if answer.png is None:
            self.chat.answered(answer.embed, *((PRIVATE,) if answer.private else ()))
            return
        try:
            path = await asyncio.to_thread(write_picture, answer.png, self._answering.chart)
        except OSError as problem:
            self.chat.answered(answer.embed)
            self.chat.said(f"The picture could not be written: {problem.strerror}.")
        else:
            self.chat.answered(answer.embed, *picture(path, answer.alt))

    async def _done(self, deed: Deed) -> discord.Embed:
        try:
            return await self._answering.desk.do(deed, self._answering.delivery.offered)
        except BadInput as sentence:
            return error_embed(str(sentence), names=self._answering.names)
        except StorageUnavailable:
            return error_embed(NOT_READ)
