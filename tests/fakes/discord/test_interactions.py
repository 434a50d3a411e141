"""Commands, buttons and autocomplete, from a person through discord.py and back."""

import discord as dpy
import pytest

from tests.fakes.discord import CallbackType, CannotError, Discord, Permission, UnansweredError
from tests.fakes.discord.bots import Bot, running
from tests.fakes.discord.modals import Entered
from tests.fakes.discord.options import Value


async def test_a_command_is_answered(discord: Discord, bot: Bot) -> None:
    reply = await discord.use("hello", {"tone": "loud", "name": "<@&1>"})
    assert (reply.kind, reply.ephemeral, reply.deferred) == (CallbackType.MESSAGE, True, False)
    assert reply.content == "hello <@&1>, loud"
    assert reply.elapsed < 3
    assert discord.messages() == []
    assert discord.problems == []
    interaction = await bot.interactions.get()
    assert interaction.channel is not None
    assert interaction.channel.id == discord.channel.id
    assert interaction.app_permissions.send_messages


async def test_a_deferred_answer_is_edited(discord: Discord, bot: Bot) -> None:
    reply = await discord.use("later", promise=True)
    assert (reply.kind, reply.deferred) == (CallbackType.DEFERRED_MESSAGE, True)
    edited = await reply.edited()
    assert edited.embeds[0]["title"] == "at last"
    assert not edited.loading
    assert discord.messages() == [edited]
    assert discord.posts() == []
    assert bot.is_ready()


async def test_a_button_is_pressed_even_after_a_restart(discord: Discord) -> None:
    async with running(discord):
        reply = await discord.use("hello")
        pressed = await discord.press(reply, label="Again")
        assert (pressed.kind, reply.content) == (CallbackType.UPDATE, "again")
    async with running(discord):
        await discord.press(reply.message, custom_id="again")
        assert len(reply.message.edits) == 2
    other = discord.world.add_member(discord.guild, "kim")
    for attempt in ({"label": "Nothing"}, {"custom_id": "again", "member": other}):
        with pytest.raises(CannotError):
            await discord.press(reply, **attempt)


async def test_a_modal_is_filled_in_and_submitted(discord: Discord, bot: Bot) -> None:
    reply = await discord.use("hello")
    opened = await discord.press(reply, label="Ask")
    assert (opened.kind, opened.callback.data["title"]) == (CallbackType.MODAL, "W" * 45)
    for text in ("", "longer than 5"):
        with pytest.raises(CannotError):
            await discord.fill_in(opened, text)
    with pytest.raises(CannotError):
        await discord.fill_in(reply, "hello")  # no modal was opened
    answered = await discord.fill_in(opened, "tea")
    assert (answered.kind, reply.content) == (CallbackType.UPDATE, "typed tea")
    again = await discord.press(reply, label="Ask")
    await discord.fill_in(again, "again")
    assert reply.content == "typed again"
    assert bot.is_ready()


async def test_a_modal_with_menus_is_sent_as_it_is_shown_but_for_what_is_entered(discord: Discord, bot: Bot) -> None:
    reply = await discord.use("hello")
    opened = await discord.press(reply, label="Ask more")
    unsendable: tuple[dict[str, Entered], ...] = ({"Which?": "Oolong"}, {"Which?": ""}, {"Where?": "here"})
    for unsent in unsendable:
        with pytest.raises(CannotError):
            await discord.fill_in(opened, unsent)
    with pytest.raises(CannotError):
        await discord.fill_in(opened, "tea")  # it has three inputs
    await discord.fill_in(opened, {})
    assert reply.content == "['green'] tea for []"
    entered: dict[str, Entered] = {"What?": "", "Which?": "Black", "For whom?": discord.role}
    await discord.fill_in(await discord.press(reply, label="Ask more"), entered)
    assert reply.content == f"['Black']  for ['{discord.role.name}']"
    assert bot.is_ready()


async def test_modals_that_discord_would_refuse_are_refused(discord: Discord, bot: Bot) -> None:
    reply = await discord.use("hello")
    await discord.press(reply, label="Ask too much")
    assert reply.content == "3 refused"
    assert bot.is_ready()


async def test_a_menu_is_picked_from(discord: Discord, bot: Bot) -> None:
    reply = await discord.use("hello")
    await discord.press(reply, custom_id="pick", values=["two"])
    assert reply.content == "two"
    for values in (["three"], ["one", "two"], []):
        with pytest.raises(CannotError):
            await discord.press(reply, custom_id="pick", values=values)
    assert bot.is_ready()


async def test_a_menu_is_chosen_from_by_what_its_options_say(discord: Discord, bot: Bot) -> None:
    reply = await discord.use("hello")
    for message, label, value in ((reply, "Two", "two"), (reply.message, "One", "one")):
        chosen = await discord.choose(message, label)
        assert (chosen.kind, reply.content) == (CallbackType.UPDATE, value)
    with pytest.raises(CannotError, match=r"Three is not one of \['One', 'Two'\]"):
        await discord.choose(reply, "Three")
    with pytest.raises(CannotError, match="not to be seen"):
        await discord.choose(reply, "One", member=discord.world.add_member(discord.guild, "kim"))
    assert bot.is_ready()


async def test_autocomplete_offers_choices(discord: Discord, bot: Bot) -> None:
    offered = await discord.autocomplete("hello", {"tone": "loud"}, focused="name", value="jo")
    assert [each.value for each in offered] == ["joa", "job"]
    assert offered[0].name == "joa loud"
    assert bot.is_ready()


async def test_options_arrive_as_the_objects_they_name(discord: Discord, bot: Bot) -> None:
    boss = discord.world.add_member(
        discord.guild, "boss", discord.world.add_role(discord.guild, "bosses", may=Permission.MANAGE_GUILD)
    )
    values: dict[str, Value] = {"hold": 5, "channel": discord.channel, "role": discord.role, "who": discord.member}
    reply = await discord.use("watch add", values, member=boss)
    assert reply.content == "5 general makers robin"
    interaction = await bot.interactions.get()
    assert interaction.permissions.manage_guild


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("command", "values"),
    [
        ("nothing", {}),
        ("hello", {"tone": "shrill"}),
        ("hello", {"colour": "red"}),
        ("hello", {"name": 5}),
        ("watch add", {"hold": 5}),
        ("watch", {}),
    ],
)
async def test_what_a_client_would_not_send_is_not_sent(discord: Discord, command: str, values: dict[str, str]) -> None:
    with pytest.raises(CannotError):
        await discord.use(command, values)


async def test_values_out_of_bounds_are_not_sent(discord: Discord, bot: Bot) -> None:
    owner = discord.world.users[discord.guild.owner_id]
    for hold in (-1, 61):
        with pytest.raises(CannotError):
            await discord.use("watch add", {"hold": hold}, member=owner)
    assert bot.interactions.empty()


async def test_a_direct_message_and_a_foreign_guild_reach_the_bot(discord: Discord, bot: Bot) -> None:
    person = discord.member.user
    reply = await discord.use("hello", channel=discord.world.direct(person), anywhere=True)
    assert reply.ephemeral
    interaction = await bot.interactions.get()
    assert interaction.guild_id is None
    foreign = discord.world.add_guild("Elsewhere")
    place = discord.world.add_channel(foreign)
    stranger = discord.world.add_member(foreign, "kim")
    with pytest.raises(CannotError):
        await discord.use("hello", member=stranger, channel=place)
    await discord.use("hello", member=stranger, channel=place, anywhere=True)
    interaction = await bot.interactions.get()
    assert interaction.guild_id == foreign.id


async def test_no_answer_in_time_is_told(discord: Discord, bot: Bot) -> None:
    discord.terms.reply_seconds = -0.4
    with pytest.raises(UnansweredError):
        await discord.use("hello")
    await discord.wait_for(lambda: discord.answered(404))
    discord.terms.reply_seconds = 3.0
    assert bot.is_ready()


async def test_a_second_callback_is_refused(discord: Discord, bot: Bot) -> None:
    await discord.use("hello")
    interaction = await bot.interactions.get()
    interaction.response._response_type = None  # noqa: SLF001 - discord.py itself would not ask twice
    with pytest.raises(dpy.HTTPException) as refused:
        await interaction.response.send_message("twice")
    assert refused.value.code == 40060


async def test_a_follow_up_is_a_problem_unless_allowed(discord: Discord, bot: Bot) -> None:
    await discord.use("hello")
    interaction = await bot.interactions.get()
    discord.allow_followups = True
    await interaction.followup.send("more")
    assert discord.problems == []
    discord.allow_followups = False
    await interaction.followup.send("more")
    assert len(discord.problems) == 1
    assert [each.content for each in discord.messages()] == ["more", "more"]


async def test_a_private_follow_up_to_a_press_is_no_problem_and_a_public_one_is(discord: Discord, bot: Bot) -> None:
    shown = await discord.use("hello")
    await bot.interactions.get()
    await discord.press(shown, label="Again")
    pressed = await bot.interactions.get()
    await pressed.followup.send("for you", ephemeral=True, allowed_mentions=dpy.AllowedMentions.none())
    assert discord.problems == []
    assert [each.content for each in discord.ephemerals()] == ["again", "for you"]
    await pressed.followup.send("for all", allowed_mentions=dpy.AllowedMentions.none())
    assert len(discord.problems) == 1
