"""The real program while Slack is troubled: what it owes it tells once, and in no channel that others read."""

from tests.fakes.slack import Fault, SlackWorkspace
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE


async def test_a_channel_that_is_shared_or_without_the_bot_is_told_afterwards(
    slack: SlackWorkspace, useapi: FakeUseapi, bots: Bots, only_slack: dict[str, str]
) -> None:
    script(useapi, free=1)
    async with bots.run(**only_slack) as program:
        await slack.connected(within=DEADLINE)
        await looked(useapi)
        slack.world.share(slack.channel)
        await program.says("gets no alerts until this is fixed")
        doctor = await slack.slash(slack.admin, slack.world.add_channel("elsewhere", slack.admin), "doctor")
        assert "shared with another organisation" in doctor.text
        script(useapi, free=0)
        await looked(useapi)
        assert slack.posts() == []
        slack.world.unshare(slack.channel)
        await program.says("gets alerts again")
        assert "is full" in (await slack.next_message(within=DEADLINE)).text

        slack.world.kick(slack.channel)
        await program.says("Invite the bot: type /invite @capacity-bot in the channel.")
        script(useapi, free=1)
        await looked(useapi)
        slack.world.invite(slack.channel)
        assert "has room again" in (await slack.next_message(within=DEADLINE)).text
        assert await program.stop() == 0
    assert len(slack.posts()) == 2


async def test_what_slack_takes_in_no_form_is_told_in_another_also_without_socket_mode(
    slack: SlackWorkspace, useapi: FakeUseapi, bots: Bots, only_slack: dict[str, str]
) -> None:
    script(useapi, free=1)
    async with bots.run(**only_slack) as program:
        await slack.connected(within=DEADLINE)
        await looked(useapi)
        slack.faults.add("chat.postMessage", Fault.error("invalid_arguments"), times=2)
        script(useapi, free=0)
        await program.says("What it says is told in another.")
        assert "is full" in (await slack.next_message(within=DEADLINE)).text
        doctor = await slack.slash(slack.admin, slack.world.add_channel("elsewhere", slack.admin), "doctor")
        assert "1 alert given up in the last 24 hours" in doctor.text
        assert "not even as plain text; please report it with the log" in doctor.text
        assert len(slack.posts()) == 1

        slack.sockets.disable()
        await program.says("Socket Mode is switched off")
        script(useapi, free=1)
        assert "has room again" in (await slack.next_message(within=DEADLINE)).text
        assert await program.stop() == 0


async def test_at_most_once_an_alert_in_doubt_is_dropped_where_nobody_may_look(
    slack: SlackWorkspace, useapi: FakeUseapi, bots: Bots, only_slack: dict[str, str]
) -> None:
    script(useapi, free=1)
    slack.terms.scopes.discard("channels:history")
    async with bots.run(**only_slack, SLACK_WITHOUT_HISTORY="at-most-once") as program:
        await slack.connected(within=DEADLINE)
        await looked(useapi)
        slack.faults.add("chat.postMessage", Fault.lose(stored=True))
        script(useapi, free=0)
        await program.says("is given up: it may have been posted. The app lacks the scope channels:history")
        doctor = await slack.slash(slack.admin, slack.world.add_channel("elsewhere", slack.admin), "doctor")
        assert "1 alert given up in the last 24 hours" in doctor.text
        assert "an alert that may have been posted is dropped (SLACK_WITHOUT_HISTORY)" in doctor.text
        assert await program.stop() == 0
    assert len(slack.posts()) == 1


async def test_what_a_revoked_token_and_a_kill_keep_back_is_told_once(
    slack: SlackWorkspace, useapi: FakeUseapi, bots: Bots, only_slack: dict[str, str]
) -> None:
    script(useapi, free=1)
    async with bots.run(**only_slack) as program:
        await slack.connected(within=DEADLINE)
        await looked(useapi)
        slack.terms.token_error = "token_revoked"
        script(useapi, free=0)
        await program.says("Nothing is sent to Slack until this is fixed")
        await looked(useapi)
        assert await program.stop() == 0
    assert slack.posts() == []
    slack.terms.token_error = None
    async with bots.run(**only_slack) as program:
        assert "is full" in (await slack.next_message(within=DEADLINE)).text
        await looked(useapi)
        posted = len(slack.calls("chat.postMessage"))
        slack.faults.add("chat.postMessage", Fault.hang(stored=True))
        script(useapi, free=1)
        await slack.wait_for(lambda: len(slack.posts()) == 2, within=DEADLINE)
        await program.kill()
    async with bots.run(**only_slack) as program:
        await program.says("was delivered")
        await looked(useapi)
        assert await program.stop() == 0
    assert len(slack.posts()) == 2
    assert len(slack.calls("chat.postMessage")) == posted + 1
