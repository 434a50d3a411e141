"""Every provider of the catalogue, with its recorded answer, asked about through the real program."""

import json
from pathlib import Path

from bot.providers.catalogue import CATALOGUE
from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.conftest import Bots, ready
from tests.whole.test_capacity import text_of

RECORDED = Path(__file__).parent.parent / "answers"


async def test_each_recorded_answer_is_answered_with(discord: Discord, useapi: FakeUseapi, bots: Bots) -> None:
    for name, provider in CATALOGUE.items():
        useapi.answers[provider.jobs_path] = Reply(body=json.loads((RECORDED / f"jobs/{name}.json").read_text()))
        if provider.accounts_path is not None:
            body = json.loads((RECORDED / f"accounts/{name}.json").read_text())
            useapi.answers[provider.accounts_path] = Reply(body=body)
    said = {}
    async with bots.run(PROVIDERS=",".join(CATALOGUE)) as program:
        await ready(discord)
        for name in CATALOGUE:
            said[name] = text_of(await discord.use("capacity", {"provider": name}))

    for name, provider in CATALOGUE.items():
        assert said[name].startswith(f"{provider.title} · ")
        assert "running" in said[name]
        assert "unreadable" not in said[name]
        assert (provider.retired or "") in said[name]
        assert "://" not in said[name]
    assert not any("eyJ" in line for line in [*said.values(), *program.lines])
