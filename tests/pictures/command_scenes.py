"""Every command there is, as somebody uses it, with what its buttons do and what it says to a mistake."""

from collections.abc import Mapping

from tests.pictures.chat_window import Shown
from tests.pictures.scene import Pictures, Play, Scene
from tests.pictures.scripted_minimax import FINISHED_AT
from tests.pictures.slack_window import SlackWindow
from tests.whole.elapsed_time import lengthen_history

A_DAY_OF = 5_000
"""Times that the seconds of a scene are lengthened, to be about a day."""


async def asking(scene: Scene) -> Pictures:
    """Members ask what is free and what runs."""
    window, minimax = scene.window, scene.minimax
    minimax.run(a=1, b=4, c=2, older=FINISHED_AT)
    async with scene.run(**scene.unwatched()):
        await window.ready()
        await minimax.finish_jobs(a=1, b=4, c=2)
        pictures: dict[str, list[Shown]] = {
            "capacity": [await window.use("capacity", provider="minimax")],
            "capacity-overview": [await window.use("capacity")],
            "capacity-account": [await window.use("capacity", provider="minimax", account="studio-b")],
            "help": [await window.use("help")],
            "help-manager": [await window.use("help", manager=True)],
        }
        jobs = await window.use("jobs", provider="minimax")
        pictures["jobs"] = [
            jobs,
            await window.use("jobs", provider="minimax", ref="kids"),
            await window.use("jobs", provider="minimax", older_than="2h"),
        ]
        minimax.run(a=6, b=5, c=2)
        await minimax.looked()
        pictures["capacity-full"] = [
            await window.use("capacity", provider="minimax"),
            await window.use("capacity"),
        ]
        pictures["notify"] = [
            await window.use("notify me", provider="minimax"),
            await window.use("notify me", provider="minimax", account="studio-b", hold="1m", until="3h"),
            await window.use("notify list"),
            await window.press(await window.use("notify cancel", number=1), "Undo"),
        ]
        pictures["mistakes"] = [
            await window.use("capacity", provider="minmax"),
            await window.use("capacity", provider="minimax", account="studio-c"),
            await window.use("jobs", provider="minimax", older_than="soon"),
            await window.use("notify me", provider="minimax", slots=50),
            await window.use("mute", provider="minimax", for_="9h"),
            await window.use("report now", days=500),
            await window.use("watch add", manager=True, provider="minimax", quiet="at night"),
            await window.use("report every", manager=True, when="Moonday 9"),
            await window.use("notify cancel", number=9),
        ]
        if isinstance(window, SlackWindow):
            pictures["forms"] = [await window.use(words, manager=True) for words in ("watch add", "notify me")]
            pictures["home"] = [await window.open_home()]
    return pictures


async def managing(scene: Scene) -> Pictures:
    """A manager watches, mutes, renames and looks after the bot."""
    window, minimax = scene.window, scene.minimax
    minimax.run(a=1, b=4, c=1)
    async with scene.run(**scene.unwatched()):
        await window.ready()
        await minimax.looked()
        pictures: dict[str, list[Shown]] = {}
        pictures["watch"] = [
            await window.use("watch list", manager=True),
            added := await window.use("watch add", manager=True, provider="minimax", role="producers"),
            await window.press(added, "Edit", manager=True),
            await window.use(
                "watch add",
                manager=True,
                provider="minimax",
                account="studio-a",
                ignore_shorter_than="1m",
                quiet="22:00-08:00 Europe/Berlin",
                style="edit",
            ),
            await window.use("watch list", manager=True),
            await window.use("watch edit", manager=True, watch=1, warn=3),
            removed := await window.use("watch remove", manager=True, watch=2),
            await window.press(removed, "Undo", manager=True),
        ]
        minimax.run(a=1, b=5, c=1)
        await scene.posts(1)
        pictures["why"] = [
            await window.press(window.posts()[0], "Details"),
            await window.ask_why(window.posts()[0]),
            await window.use("why", id="is minimax full"),
        ]
        muted = await window.use("mute", provider="minimax")
        pictures["mute"] = [
            muted,
            await window.use("watch list", manager=True),
            await window.use("unmute", provider="minimax"),
            await window.use("mute", manager=True, provider="all", for_="tomorrow 08:00"),
        ]
        pictures["doctor"] = [await window.use("doctor", manager=True)]
        pictures["rename"] = [
            renamed := await window.use(
                "account rename", manager=True, provider="minimax", account="studio-b", name="night shift"
            ),
            await window.press(renamed, "Undo", manager=True),
            await window.use("account rename", manager=True, provider="minimax", account="studio-b", name="studio-a"),
        ]
        pictures["report-every"] = [
            await window.use("report every", manager=True, when="Monday 09:00"),
            await window.use("report list", manager=True),
            await window.use("report stop", manager=True, report=1),
            await window.use("report list", manager=True),
            await window.use("report now"),
        ]
        pictures["board-none"] = [
            await window.use("board list", manager=True),
            await window.use("notify list"),
        ]
        minimax.fail(502, "<html></html>")
        await minimax.looked(4)
        pictures["doctor-trouble"] = [await window.use("doctor", manager=True)]
    return pictures


async def looking_back(scene: Scene) -> Pictures:
    """The past of a day, as a picture."""
    window, minimax = scene.window, scene.minimax
    minimax.run(a=1, b=4, c=1)
    async with scene.run(**scene.unwatched()) as program:
        await window.ready()
        for used in ((1, 4, 1), (6, 5, 2), (3, 2, 0), (5, 5, 2), (6, 5, 2), (2, 3, 0), (1, 3, 0)):
            minimax.run(a=used[0], b=used[1], c=used[2])
            await minimax.looked(3)
        await program.stop()
    lengthen_history(scene.database, A_DAY_OF)
    async with scene.run(**scene.unwatched()):
        await window.ready()
        await minimax.looked()
        shown = await window.use("history", provider="minimax")
        if isinstance(window, SlackWindow):
            await window.press(shown, "Post the picture here")
            await scene.posts(1)
    return {"history": [shown, *window.posts()]}


COMMAND_SCENES: Mapping[str, Play] = {"asking": asking, "managing": managing, "looking-back": looking_back}
