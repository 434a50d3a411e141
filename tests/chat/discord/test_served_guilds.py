"""Which guilds are served, and what the log says of them."""

from collections.abc import Mapping

from bot.chat.discord.served_guilds import ServedGuilds
from tests.rows import each_row

INVITE = "https://discord.com/oauth2/authorize?client_id=1"
STUDIO, GAMERS = {1: "Studio"}, {2: "Gamers"}
SEVERAL = (
    "The bot is in Studio (1) and Gamers (2) and serves none of them, since account data is private to a team. "
    "Add the line of your server to .env, DISCORD_GUILD_IDS=1 or DISCORD_GUILD_IDS=2, and start the bot again."
)
ALSO_ELSEWHERE = (
    "The bot serves Studio (1) only, but is in Gamers (2) as well. Add the line DISCORD_GUILD_IDS=1 to .env: "
    "without it, it would serve none of them after a restart."
)


@each_row(
    ("configured", "joined", "new", "served"),
    [
        ((), (), None, set()),
        ((), (1,), 1, {1}),
        ((), (1, 2), None, set()),
        ((1,), (2,), None, {1}),
        ((1, 2), (1, 2), None, {1, 2}),
    ],
)
def test_only_a_guild_that_is_the_only_one_is_served_unasked(
    configured: tuple[int, ...], joined: tuple[int, ...], new: int | None, served: set[int]
) -> None:
    guilds = ServedGuilds(configured)
    assert guilds.adopt(joined) == new
    assert guilds.ids == served


def test_a_second_guild_neither_ends_nor_takes_the_service() -> None:
    guilds = ServedGuilds()
    guilds.adopt((1,))
    assert guilds.adopt((1, 2)) is None
    assert guilds.adopt((1,)) is None
    assert guilds.ids == {1}


def test_a_guild_that_is_the_only_one_now_takes_the_place_of_one_that_is_left() -> None:
    guilds = ServedGuilds()
    guilds.adopt((1,))
    assert guilds.adopt((2,)) == 2
    assert guilds.ids == {2}


@each_row(
    ("configured", "adopted", "joined", "sentence"),
    [
        ((1,), (), STUDIO, None),
        ((1,), (), STUDIO | GAMERS, None),
        ((), (1,), STUDIO, None),
        ((1, 3), (), STUDIO, f"The bot is not in server 3, which DISCORD_GUILD_IDS names. Invite it with {INVITE}"),
        (
            (1,),
            (),
            GAMERS,
            f"The bot is not in server 1, which DISCORD_GUILD_IDS names, but in Gamers (2). Invite it with {INVITE}",
        ),
        ((), (), {}, f"The bot is in no server yet, and will serve the first that it is invited to: {INVITE}"),
        (
            (),
            (),
            STUDIO | GAMERS,
            SEVERAL,
        ),
        (
            (),
            (1,),
            STUDIO | GAMERS,
            ALSO_ELSEWHERE,
        ),
        ((), (1,), GAMERS, f"The bot was removed from server 1: invite it with {INVITE}"),
    ],
)
def test_what_a_person_should_mend_is_a_sentence(
    configured: tuple[int, ...], adopted: tuple[int, ...], joined: Mapping[int, str], sentence: str | None
) -> None:
    guilds = ServedGuilds(configured)
    guilds.adopt(adopted)
    assert guilds.warnings(joined, INVITE) == (() if sentence is None else (sentence,))


def test_the_summary_names_only_what_is_served_and_on_one_line() -> None:
    assert (
        ServedGuilds((1, 2, 9)).summary({1: "The\nStudio", 2: "Gamers", 3: "Others"}) == "The Studio (1) and Gamers (2)"
    )
    assert ServedGuilds().summary(STUDIO | GAMERS) == "no server"
