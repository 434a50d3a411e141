"""One job in full, word for word, and its line in a menu."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from bot.accounts.job import Job
from bot.accounts.snapshot import Snapshot, Trouble
from bot.chat.jobs.wording import job_card, menu_choice
from bot.chat.message import Menu, Message
from bot.chat.wording.account_names import AccountNames
from tests.chat.drawn import acting, drawn, lines_of, refused
from tests.chat.jobs.test_jobs_wording import FULL_NAMES, OLD, TROUBLE, WORST, running
from tests.chat.nasty import nasty_text, unescaped
from tests.chat.samples import IMAGE, NAMES, STRAY, VIDEO, snapshots
from tests.moments import NOON
from tests.rows import each_row


def test_all_that_is_known_is_shown() -> None:
    job = structs.replace(VIDEO, id="user:100-minimax:200300-video:1", reply_ref="shot *12* " + "take " * 30)
    card = job_card(job, running(job))
    assert (
        drawn(card)
        == rf"""[free] MiniMax · shot \*12\* take take take take take take take take take take tak…
**Job** · user\:100-minimax\:200300-video:1
**Kind** · video, takes a slot
**Account** · studio-a
**Started** · <t:1778846163:f>, <t:1778846163:R>
**Elapsed** · 3:57
**Reference** · shot \*12\* {"take " * 29}take"""
    )
    assert card.at == running().snapshot.at


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    assert (
        drawn(job_card(STRAY, running(STRAY)))
        == r"""[free] MiniMax · music without a reference
**Job** · without an id
**Kind** · music, takes a slot
**Account** · unknown
**Started** · unknown
**Elapsed** · 03:57
**Reference** · none"""
    )
    silent = structs.replace(STRAY, elapsed_said=None)
    assert "**Elapsed** · unknown" in drawn(job_card(silent, running(silent)))
    assert "**Kind** · image, takes no slot" in drawn(job_card(IMAGE, running(IMAGE)))


def test_a_job_that_runs_for_too_long_is_marked() -> None:
    text = drawn(job_card(OLD, running(OLD)))
    assert text.startswith("[tight] MiniMax · finale\n")
    assert "\n**Elapsed** · 2:00:00 · **stuck?**\n" in text


def test_a_job_of_a_failing_provider_is_the_last_known() -> None:
    lines = drawn(job_card(VIDEO, running(VIDEO, trouble=TROUBLE))).split("\n")
    assert lines[0] == "[unknown] MiniMax · shot-12"
    assert "**Elapsed** · 3:45" in lines
    assert lines[-3:] == [
        "",
        "⚠️ MiniMax took longer than 10 s to answer.",
        "Can't be checked; first failed <t:1778846160:R>. Last known, <t:1778846388:R>.",
    ]


def test_an_account_is_masked_in_an_id_too() -> None:
    job = structs.replace(
        VIDEO, id="user:100-kling:joanna.maier@example.com-video:1", account="joanna.maier@example.com"
    )
    text = unescaped(drawn(job_card(job, running(job))))
    assert "**Account** · jo…@example.com" in text
    assert "joanna.maier" not in text


@each_row(
    ("job", "label", "description"),
    [
        (VIDEO, "shot-12", "3:57 · video on studio-a"),
        (IMAGE, "image without a reference", "0:35 · image on studio-a"),
        (STRAY, "music without a reference", "03:57 · music on an unknown account"),
        (structs.replace(STRAY, elapsed_said=None, reply_ref="**"), "**", "time unknown · music on an unknown account"),
        (structs.replace(VIDEO, reply_ref="jo.long@example.com"), "jo…@example.com", "3:57 · video on studio-a"),
        (structs.replace(VIDEO, reply_ref="x" * 999), "x" * 128, "3:57 · video on studio-a"),
    ],
)
def test_its_line_in_a_menu(job: Job, label: str, description: str) -> None:
    line = menu_choice(job, running(job))
    assert (line.label, line.description) == (label, description)


@given(snapshots, st.none() | nasty_text, st.none() | nasty_text, st.sampled_from([FULL_NAMES, NAMES]))
def test_any_job(snapshot: Snapshot, job_id: str | None, sentence: str | None, names: AccountNames) -> None:
    trouble = None if sentence is None else Trouble(sentence=sentence, since=NOON)
    jobs = running(snapshot=snapshot, trouble=trouble, names=names)
    for job in dict.fromkeys(snapshot.jobs):
        card, choice = job_card(structs.replace(job, id=job_id), jobs), menu_choice(job, jobs)
        menu = Menu(placeholder="Show one job", action="jobs:show", arguments=("minimax",), choices=(choice,))
        assert refused(Message(cards=(card,), actions=(menu,))) == []
        assert acting(card) == []
        if not names.show_full:
            shown = unescaped("\n".join((*lines_of(card), choice.label, choice.description)))
            assert "joanna.maier@example" not in shown


def test_the_longest_job_fits() -> None:
    job = structs.replace(VIDEO, id=WORST, account=WORST, reply_ref=WORST)
    jobs = running(job, trouble=Trouble(sentence=WORST, since=NOON), names=FULL_NAMES)
    assert refused(job_card(job, jobs)) == []
    assert [line.split(" · ")[0] for line in drawn(job_card(job, jobs)).split("\n")[1:7]] == [
        f"**{fact}**" for fact in ("Job", "Kind", "Account", "Started", "Elapsed", "Reference")
    ]
    assert "Last known, <t:" in drawn(job_card(job, jobs))
