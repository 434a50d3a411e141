"""What is typed after ``/capacity``: answered in the acknowledgement, to whoever asked, in public where they ask so."""

import asyncio
import json
from datetime import timedelta

import pytest

from bot.chat.slack import slash_command
from bot.chat.slack.answer_delivery import FILL_IN, SHARE, STAYS_PRIVATE
from bot.chat.slack.slack_ids import number_of
from bot.chat.slack.slash_command import plain_line
from bot.chat.wording.refusal_sentences import SORRY
from tests.chat.slack.talking import WRONG, Studio, talking
from tests.fakes.slack import SlackWorkspace, read
from tests.rows import each_row


async def test_an_answer_from_memory_is_in_the_acknowledgement(slack: SlackWorkspace) -> None:
    async with talking(slack):
        asked = len(slack.requests)
        acked = await slack.slash(slack.member, slack.channel, "minimax")
        assert "MiniMax · 5 of 8 free" in acked.text
        assert acked.message.seen_by == slack.member.id
        assert "5 of 8 free" in acked.message.text
        first = len(slack.requests) - asked
        again = await slack.slash(slack.member, slack.channel, "studio-a minimax")
        assert "studio-a · 5 of 6 free" in again.text
    assert first == 2  # who they are and where, which is known from then on
    assert len(slack.requests) == asked + first


async def test_words_alone_ask_what_is_free_for_oneself_or_for_everybody(slack: SlackWorkspace) -> None:
    async with talking(slack):
        for text, first in (("", "5 of 8 slots free"), ("capacity", "5 of 8 slots free"), ("MiniMax", "MiniMax")):
            acked = await slack.slash(slack.member, slack.channel, text)
            assert first in acked.text
        assert slack.messages() == []
        acked = await slack.slash(slack.member, slack.channel, "PUBLIC minimax")
    assert [read(one) for one in slack.messages()] == [acked.text]
    assert "Share here" not in acked.text


async def test_a_private_command_stays_private_and_what_concerns_the_channel_does_not(slack: SlackWorkspace) -> None:
    async with talking(slack) as studio:
        added = await slack.slash(slack.admin, slack.channel, "watch add minimax public")
        muted = await slack.slash(slack.member, slack.channel, "mute")
    assert "Rule added" in added.text
    assert STAYS_PRIVATE in added.text
    assert added.message.ephemeral
    assert len(studio.rules) == 1
    assert not muted.message.ephemeral
    assert muted.message.text == "🔕 alerts paused here"


async def test_an_answer_can_be_shared_with_the_channel(slack: SlackWorkspace) -> None:
    async with talking(slack):
        acked = await slack.slash(slack.member, slack.channel, "minimax studio-a")
        await (await slack.press(acked.message, SHARE)).answered()
        await slack.wait_for(slack.messages)
    assert "studio-a · 5 of 6 free" in read(slack.messages()[0])


async def test_what_was_not_understood_opens_a_form_that_is_filled_in(slack: SlackWorkspace) -> None:
    async with talking(slack) as studio:
        acked = await slack.slash(slack.admin, slack.channel, "watch add studio-a in: #general minimax @makers wran:2")
        assert 'There is no option "wran" here. Did you mean warn:2?' in acked.text
        assert "Understood: provider minimax, account studio-a, channel, role" in acked.text
        view = await (await slack.press(acked.message, FILL_IN)).opened()
        submitted = await slack.submit(view, {"warn": 2})
        assert submitted.errors == {}
    ((caller, rule),) = studio.rules
    assert (rule.provider, rule.account, rule.warn, rule.channel is not None) == ("minimax", "studio-a", 2, True)
    assert caller.may_manage


async def test_a_mistake_that_only_the_feature_sees_has_the_form_too(slack: SlackWorkspace) -> None:
    async with talking(slack):
        acked = await slack.slash(slack.admin, slack.channel, "watch add minmax warn:3")
        assert 'There is no provider "minmax" here. Did you mean MiniMax?' in acked.text
        view = await (await slack.press(acked.message, FILL_IN)).opened()
        assert (await slack.submit(view, {"provider": "minimax"})).errors == {}


async def test_what_was_likely_meant_is_answered_in_place_of_the_refusal(slack: SlackWorkspace) -> None:
    async with talking(slack) as studio:
        acked = await slack.slash(slack.member, slack.channel, "minmax studio-a public")
        button = 'command:run:capacity:{"provider":"MiniMax","account":"studio-a"}'
        answered = await (await slack.press(acked.message, button)).edited()
        assert "studio-a · 5 of 6 free" in read(answered)
        assert answered.ephemeral
        assert "Share here" in read(answered)
        acked = await slack.slash(slack.admin, slack.channel, "wacth add minimax")
        button = 'command:run:watch add:{"provider":"minimax"}'
        assert "Rule added" in read(await (await slack.press(acked.message, button)).edited())
    assert len(studio.rules) == 1


async def test_a_refusal_is_gone_once_what_was_meant_is_said_to_the_channel(slack: SlackWorkspace) -> None:
    async with talking(slack):
        refused = (await slack.slash(slack.member, slack.channel, "hsuh minimax")).message
        said = await (await slack.press(refused, 'command:run:hush:{"provider":"minimax"}')).answered()
        assert not said.ephemeral
        await slack.wait_for(lambda: refused.ts not in {one.ts for one in slack.ephemerals()})


async def test_a_slip_is_corrected_and_an_e_mail_not_taken_for_one_of_somebody_else(slack: SlackWorkspace) -> None:
    async with talking(slack):
        refused = await slack.slash(slack.member, slack.channel, "minimax jim@example.com")
        assert 'no account "j…@example.com"' in refused.text
        assert "Just minimax?" in refused.text
        slip = await slack.slash(slack.member, slack.channel, "wacth list")
        assert slip.text == '⚠️ "wacth"? Did you mean /capacity watch list?'  # to those who may not manage, too


async def test_a_channel_that_a_button_carries_is_known_when_it_is_pressed(slack: SlackWorkspace) -> None:
    there = slack.world.add_channel("there", slack.admin)
    async with talking(slack):
        acked = await slack.slash(slack.admin, slack.channel, "wacth add minimax #there")
    asked_before = len(slack.calls("conversations.info"))
    async with talking(slack) as restarted:
        channel = json.dumps([number_of(there.id), None], separators=(",", ":"))
        button = f'command:run:watch add:{{"provider":"minimax","channel":{channel}}}'
        assert "Rule added" in read(await (await slack.press(acked.message, button)).edited())
        asked = [call.arguments["channel"] for call in slack.calls("conversations.info")[asked_before:]]
    assert there.id in asked
    assert len(restarted.rules) == 1


async def test_no_button_carries_a_typed_e_mail_and_each_still_asks_the_same(slack: SlackWorkspace) -> None:
    async with talking(slack):
        answered = await slack.slash(slack.member, slack.channel, "minimax joanna@example.com")
        refused = await slack.slash(slack.admin, slack.channel, "watch add minmax joanna@example.com")
        assert "joanna@" not in f"{answered.payload}{refused.payload}"
        await (await slack.press(answered.message, SHARE)).answered()
        await slack.wait_for(slack.messages)
        assert "MiniMax · jo…@example.com is full" in read(slack.messages()[0])
        view = await (await slack.press(refused.message, FILL_IN)).opened()
        assert (await slack.submit(view, {"provider": "minimax"})).errors == {}


async def test_a_command_that_lacks_an_option_opens_its_form_at_once(slack: SlackWorkspace) -> None:
    async with talking(slack):
        acked = await slack.slash(slack.admin, slack.channel, "watch")
        view = await acked.opened()
        assert acked.payload is None
        assert view.body["title"]["text"] == "Watch add"


async def test_a_form_whose_trigger_has_expired_is_a_sentence_with_a_button(slack: SlackWorkspace) -> None:
    async with talking(slack):
        slack.terms.trigger_seconds = -1
        acked = await slack.slash(slack.admin, slack.channel, "watch add")
        assert "Which provider? Try /capacity watch add" in acked.text


async def test_smart_quotes_links_and_escapes_are_read_as_they_were_typed(slack: SlackWorkspace) -> None:
    async with talking(slack) as studio:
        await slack.slash(slack.admin, slack.channel, "watch add minimax note:\u201cA & <b> \u2019s\u201d")
    assert studio.rules[0][1].note == "A & <b> \u2019s"


@each_row(
    ("sent", "typed"),
    [
        ("<mailto:jo@example.com|jo@example.com> minimax", "jo@example.com minimax"),
        ("<http://example.com|example.com>", "example.com"),
        ("<https://example.com/a>", "https://example.com/a"),
        ("&lt;b&gt; &amp; &amp;lt;", "<b> & &lt;"),
        ("&lt;#C1|alerts&gt; &lt;!channel&gt;", "\u2039#C1|alerts> \u2039!channel>"),
        ("<#C1|alerts> <!subteam^S1|@team>", "<#C1|alerts> <!subteam^S1|@team>"),
    ],
)
def test_what_slack_sends_is_read_as_typed(sent: str, typed: str) -> None:
    assert plain_line(sent) == typed


async def test_text_of_others_pings_nobody_however_long(slack: SlackWorkspace) -> None:
    async with talking(slack):
        for text in ("<!channel> <@U1> `*_~ &", "x" * 4000):
            acked = await slack.slash(slack.member, slack.channel, text)
            assert acked.ok
            assert "<!channel>" not in acked.message.text


async def test_a_late_answer_comes_by_the_response_url(slack: SlackWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slash_command, "ANSWER_WITHIN", 0.05)
    async with talking(slack) as studio:
        acked = await slack.slash(slack.member, slack.channel, "wait public")
        assert acked.payload is None
        studio.held.set()
        message = await acked.answered()
    assert "At last" in read(message)
    assert not message.ephemeral


async def test_a_late_answer_whose_address_has_expired_breaks_nothing(
    slack: SlackWorkspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(slash_command, "ANSWER_WITHIN", 0.05)
    async with talking(slack) as studio:
        await slack.slash(slack.member, slack.channel, "wait")
        slack.skip(timedelta(minutes=31))
        studio.held.set()
        await slack.wait_for(lambda: [one for one in slack.requests if one.error == "expired_url"])
        monkeypatch.undo()
        acked = await slack.slash(slack.member, slack.channel, "minimax")
        assert "MiniMax" in acked.text
    assert "An answer on Slack came too late" in caplog.text
    assert "/response/" not in caplog.text


async def test_two_who_ask_at_once_get_their_own_answers(slack: SlackWorkspace) -> None:
    async with talking(slack, Studio()):
        both = await asyncio.gather(
            slack.slash(slack.member, slack.channel, "minimax"), slack.slash(slack.admin, slack.channel, "tea list")
        )
    assert [one.message.seen_by for one in both] == [slack.member.id, slack.admin.id]
    assert "nothing" in both[1].text


async def test_a_list_has_a_button_that_opens_the_form_of_what_adds_to_it(slack: SlackWorkspace) -> None:
    async with talking(slack) as studio:
        acked = await slack.slash(slack.admin, slack.channel, "watch list")
        assert acked.text.endswith("0 rules\nAdd")
        view = await (await slack.press(acked.message, f"{FILL_IN}:watch add")).opened()
        assert (await slack.submit(view, {"provider": "kling"})).errors == {}
    assert [rule.provider for _, rule in studio.rules] == ["kling"]


async def test_what_can_not_be_drawn_is_apologised_for(slack: SlackWorkspace, caplog: pytest.LogCaptureFixture) -> None:
    async with talking(slack, Studio(draws=-1)):
        acked = await slack.slash(slack.member, slack.channel, "wait")
    assert SORRY in acked.text
    assert "could not be answered; please report it" in caplog.text


async def test_what_can_not_be_drawn_late_is_apologised_for(
    slack: SlackWorkspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(slash_command, "ANSWER_WITHIN", 0.05)
    async with talking(slack) as studio:
        acked = await slack.slash(slack.member, slack.channel, "wait public")
        studio.draws = -1
        studio.held.set()
        message = await acked.answered()
    assert SORRY in read(message)
    assert message.ephemeral
    assert "could not be answered; please report it" in caplog.text


async def test_hundreds_of_lines_fit_into_an_answer_that_can_still_be_shared(slack: SlackWorkspace) -> None:
    async with talking(slack, Studio(running=300)):
        acked = await slack.slash(slack.member, slack.channel, "jobs")
        await slack.press(acked.message, SHARE)
        await slack.wait_for(slack.messages)
    assert "300 jobs" in acked.text
    assert "more" in acked.text
    assert "<!channel>" not in acked.message.text


async def test_the_command_is_named_as_the_app_was_given_it_and_later_as_it_was_typed(slack: SlackWorkspace) -> None:
    async with talking(slack):
        acked = await slack.slash(slack.admin, slack.channel, "wacth add minimax", command="/slots")
        assert '"wacth"? Did you mean /slots watch add minimax?' in acked.text
        form = await (await slack.slash(slack.admin, slack.channel, "watch", command="/slots")).opened()
        wrong = await slack.submit(form, {"provider": "minimax", "warn": WRONG})
    assert "/slots watch list" in wrong.errors["warn"]


async def test_a_channel_is_named_by_picking_it_not_by_its_id(slack: SlackWorkspace) -> None:
    hidden = slack.world.add_channel("hidden", private=True)
    async with talking(slack) as studio:
        acked = await slack.slash(slack.admin, slack.channel, f"watch add minimax in: <#{hidden.id}>")
    assert acked.ok
    assert studio.rules == []
