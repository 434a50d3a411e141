"""From a typed line to what is said; not how it is typed (``prompt``) nor how it looks (``chat``)."""

from bot.chat.answers import Answers, Question
from bot.chat.terminal.chat import Chat
from bot.chat.terminal.commands import HELP, Misread, Wish, read


class Conversation:
    """Answers one person, and remembers what the last answer was about."""

    def __init__(self, chat: Chat, answers: Answers) -> None:
        self.chat = chat
        self.answers = answers
        self._last: Question | None = None

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
                answer = await self.answers.answer(question)
                if not answer.private:
                    self._last = answer.question
                self.chat.answered(answer)
        return True
