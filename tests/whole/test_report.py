"""What a channel hears after an absence, from the real program: a report that was due, and what changed meanwhile."""

from datetime import timedelta

from tests.fakes.discord import Discord, Permission
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.elapsed_time import pass_time
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_capacity import text_of


async def test_after_an_absence_its_report_and_its_summary_come_once(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1, other=0)
    role = discord.world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
    admin = discord.world.add_member(discord.guild, "alex", role)
    shut, weekly = (discord.world.add_channel(discord.guild, name) for name in ("shut", "weekly"))
    discord.world.deny(shut, Permission.SEND_MESSAGES)
    async with bots.run():
        await ready(discord)
        await looked(useapi)
        refused = await discord.use("report every", {"when": "Monday 09:00", "channel": shut}, member=admin)
        assert "A report can't come in that channel. The bot lacks Send Messages" in text_of(refused)
        member = await discord.use("report every", {"when": "Monday 09:00"})
        assert "needs Manage Server" in text_of(member)
        offered = await discord.autocomplete("report every", focused="when", value="mon", member=admin)
        assert [one.value for one in offered] == ["Monday 09:00"]
        added = await discord.use("report every", {"when": "Monday 09:00", "channel": weekly}, member=admin)
        assert added.ephemeral
        assert f"**1** · <#{weekly.id}> · every week, Monday 09:00 (UTC)" in text_of(added)
        assert "Were the accounts enough" not in text_of(await discord.use("report now"))
    pass_time(bots.folder / "capacity.db", timedelta(days=8))
    script(useapi, free=0, other=1)
    async with bots.run() as program:
        late = await discord.next_message(weekly, within=DEADLINE)
        summary = await discord.next_message(within=DEADLINE)
        await program.kill()
    assert late.content == "📊 **Weekly report**: MiniMax not known for long enough"
    assert not late.pings
    (embed,) = summary.embeds
    assert summary.content == "🔵 Back after 8 days: **MiniMax 1 of 4 free**, use **200400**"
    assert "Not checked from <t:" in str(embed["description"])
    assert "🔴 **200300** · full\n🟢 **200400** · has room again, 1 of 2 free" in str(embed["description"])
    async with bots.run():
        await ready(discord)
        await looked(useapi)
        assert len(discord.posts()) == 1
        assert discord.posts(weekly) == [discord.kept.now[late.id]]
        listed = text_of(await discord.use("report list"))
        assert "every week, Monday 09:00 (UTC)" in listed
        assert "Report 1 stopped" in text_of(await discord.use("report stop", {"report": 1}, member=admin))
        assert "No scheduled reports" in text_of(await discord.use("report list"))
