"""What a board shows next: whatever says something new, and ages only now and then."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.job import Job, JobKind
from bot.accounts.open_offers import OpenOffer, OpenOffers
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, LatestState, Snapshot, Trouble
from bot.boards.board_content import (
    AGE_STEP,
    MAX_ROWS,
    Absence,
    BoardContent,
    BoardPart,
    BoardRow,
    board_part,
    next_board,
)
from bot.boards.board_registry import Board, BoardRegistry, board_alert, board_key
from tests.moments import NOON, after
from tests.rows import each_row

ROW = BoardRow(account="200300", state=AccountState.FREE, in_use=1, total=3, oldest=after(minutes=-5))
SHOWN = BoardPart(provider="minimax", at=NOON, in_use=1, total=3, rows=(ROW,))
OTHER = BoardPart(provider="kling", at=NOON)
BOARD = BoardContent(id=3, parts=(SHOWN, OTHER))
RESTS = Trouble(sentence="it rests", since=NOON)


def job(account: str | None, minutes: int | None) -> Job:
    """Run a job since so many minutes ago."""
    started = None if minutes is None else after(minutes=-minutes)
    return Job(id=None, account=account, kind=JobKind.VIDEO, started=started)


def test_a_look_is_shown_by_name_with_the_oldest_job_of_each_account() -> None:
    snapshot = Snapshot(
        provider="minimax",
        at=after(seconds=3),
        accounts=(
            Account(name="b", state=AccountState.FREE, free=2, limit=6, running=4),
            Account(name="a", state=AccountState.FULL, free=0, limit=2, running=2),
            Account(name="c", state=AccountState.UNKNOWN, limit=5, running=1),
            Account(name="d", state=AccountState.FAULTED, fault="Session refresh failed"),
        ),
        jobs=(job("a", 7), job("a", 9), job("a", 8), job("b", None), job(None, 60)),
    )
    assert board_part("minimax", LatestState(snapshot=snapshot)) == BoardPart(
        provider="minimax",
        at=after(seconds=3),
        in_use=6,
        total=8,
        rows=(
            BoardRow(account="a", state=AccountState.FULL, in_use=2, total=2, oldest=after(minutes=-9)),
            BoardRow(account="b", state=AccountState.FREE, in_use=4, total=6),
            BoardRow(account="c", state=AccountState.UNKNOWN, in_use=1, total=5),
            BoardRow(account="d", state=AccountState.FAULTED, in_use=0, fault="Session refresh failed"),
        ),
        use="b",
    )


def test_what_is_offered_to_people_who_waited_is_shown_and_not_recommended() -> None:
    accounts = [Account(name=name, state=AccountState.FREE, free=2, limit=2) for name in ("a", "b")]
    snapshot = Snapshot(provider="minimax", at=NOON, accounts=tuple(accounts))
    offers = OpenOffers(all=(OpenOffer(account="a", slots=1, person=7),))
    part = board_part("minimax", LatestState(snapshot=snapshot), offers)
    assert (part.use, part.offered, part.offered_to) == ("b", 1, 1)
    assert [row.offered for row in part.rows] == [1, 0]


class NoStorage:
    """Has no boards."""

    async def all(self) -> tuple[Board, ...]:
        """Return none."""
        return ()


def test_a_board_follows_offers_between_two_looks() -> None:
    snapshot = Snapshot(provider="minimax", at=NOON, accounts=(Account(name="a", state=AccountState.FREE, free=1),))
    offers = [OpenOffers(all=(OpenOffer(account="a", slots=1, person=7),))]
    latest = {"minimax": LatestState(snapshot=snapshot)}
    boards = BoardRegistry(
        NoStorage(),  # type: ignore[arg-type]  # what is shown is not stored
        latest=lambda: latest,
        offers=lambda _: offers[-1],
        wake=lambda: None,
        now=lambda: NOON,
    )
    board = Board(id=3, guild=1, channel=2, by=4)
    (held,) = boards.parts(board)
    assert held.use is None
    assert boards.parts(board)[0] is held
    offers.append(OpenOffers())
    (over,) = boards.parts(board)
    assert over.use == "a"


def test_of_many_accounts_those_with_the_most_free_slots_are_shown() -> None:
    several = [Account(name=f"{number:03}", state=AccountState.FREE, free=1, limit=1) for number in range(MAX_ROWS)]
    full = [Account(name="!", state=AccountState.FULL, free=0, limit=1), Account(name="?", state=AccountState.UNKNOWN)]
    part = board_part(
        "minimax", LatestState(snapshot=Snapshot(provider="minimax", at=NOON, accounts=(*several, *full)))
    )
    assert [row.account for row in part.rows] == [account.name for account in several]
    assert part.more == {AccountState.FULL: 1, AccountState.UNKNOWN: 1}
    assert (part.in_use, part.total) == (1, MAX_ROWS + 1)


@each_row(
    ("sight", "part"),
    [
        (None, BoardPart(provider="minimax", absence=Absence.NOT_WATCHED)),
        (LatestState(), BoardPart(provider="minimax")),
        (LatestState(set_up=False), BoardPart(provider="minimax", absence=Absence.NOT_SET_UP)),
        (LatestState(trouble=RESTS), BoardPart(provider="minimax", trouble="it rests")),
        (
            LatestState(snapshot=Snapshot(provider="minimax", at=NOON), trouble=RESTS),
            BoardPart(provider="minimax", at=NOON, trouble="it rests"),
        ),
    ],
)
def test_a_provider_without_a_snapshot_says_why(sight: LatestState | None, part: BoardPart) -> None:
    assert board_part("minimax", sight) == part


NEWS = {
    "a slot is taken": replace(SHOWN, rows=(replace(ROW, in_use=2),)),
    "an account is full": replace(SHOWN, rows=(replace(ROW, state=AccountState.FULL),)),
    "a slot more": replace(SHOWN, rows=(replace(ROW, total=4),)),
    "another oldest job": replace(SHOWN, rows=(replace(ROW, oldest=NOON),)),
    "no job any more": replace(SHOWN, rows=(replace(ROW, oldest=None),)),
    "another account": replace(SHOWN, rows=(ROW, replace(ROW, account="200400"))),
    "an account less": replace(SHOWN, rows=()),
    "the whole": replace(SHOWN, in_use=2),
    "the account to use": replace(SHOWN, use="200300"),
    "a slot that is offered": replace(SHOWN, offered=1, offered_to=1),
    "those without a row": replace(SHOWN, more={AccountState.FREE: 1}),
    "trouble": replace(SHOWN, trouble="it rests"),
}


@each_row("news", NEWS.values(), ids=NEWS)
@each_row("age", [timedelta(), timedelta(seconds=1), timedelta(hours=-1)])
def test_whatever_changes_is_shown_with_the_newest_ages(news: BoardPart, age: timedelta) -> None:
    parts = (replace(news, at=NOON + age), replace(OTHER, at=after(seconds=9)))
    assert next_board(BOARD, 3, parts) == BoardContent(id=3, parts=parts)


@each_row(
    ("later", "moved"),
    [
        (timedelta(), False),
        (AGE_STEP - timedelta(microseconds=1), False),
        (AGE_STEP, True),
        (timedelta(days=9), True),
        (-AGE_STEP, True),  # the clock was set back
    ],
)
@each_row("which", [0, 1])
def test_an_age_by_itself_moves_every_five_minutes(later: timedelta, which: int, *, moved: bool) -> None:
    parts = tuple(replace(part, at=NOON + later) if place == which else part for place, part in enumerate(BOARD.parts))
    assert next_board(BOARD, 3, parts) == (BoardContent(id=3, parts=parts) if moved else BOARD)


def test_a_first_look_is_shown_also_if_it_brought_no_account() -> None:
    before = BoardContent(id=3, parts=(BoardPart(provider="kling"),))
    assert next_board(before, 3, (OTHER,)) == BoardContent(id=3, parts=(OTHER,))


@each_row("said", [None, "it slept"])
def test_after_a_restart_the_old_content_is_shown_until_the_first_look(said: str | None) -> None:
    before = BoardContent(id=3, parts=(replace(SHOWN, trouble=said),))
    assert next_board(before, 3, (BoardPart(provider="minimax"),)) == before
    failing = next_board(before, 3, (BoardPart(provider="minimax", trouble="it rests"),))
    assert failing == BoardContent(id=3, parts=(replace(SHOWN, trouble="it rests"),))
    absent = next_board(failing, 3, (BoardPart(provider="minimax", absence=Absence.NOT_SET_UP),))
    assert absent == BoardContent(id=3, parts=(replace(SHOWN, absence=Absence.NOT_SET_UP),))
    again = replace(SHOWN, at=after(seconds=1))
    assert next_board(failing, 3, (again,)) == BoardContent(id=3, parts=(again,))


def test_added_and_removed_providers_are_shown() -> None:
    assert next_board(BOARD, 3, (SHOWN,)) == BoardContent(id=3, parts=(SHOWN,))
    assert next_board(BoardContent(id=3, parts=(SHOWN,)), 3, BOARD.parts) == BOARD
    assert next_board(None, 3, BOARD.parts) == BOARD


_parts = st.lists(
    st.builds(
        BoardPart,
        provider=st.sampled_from(["minimax", "kling", "pixverse"]),
        at=st.none() | st.integers(0, 900).map(lambda seconds: after(seconds=seconds)),
        rows=st.sampled_from([(), (ROW,), (replace(ROW, in_use=2),)]),
        trouble=st.sampled_from([None, "it rests"]),
        absence=st.none() | st.sampled_from(Absence),
    ),
    max_size=3,
    unique_by=lambda part: part.provider,
)


@given(st.none() | _parts.map(lambda parts: BoardContent(id=3, parts=tuple(parts))), _parts)
def test_the_next_board_of_the_next_board_is_the_same(shown: BoardContent | None, parts: list[BoardPart]) -> None:
    once = next_board(shown, 3, parts)
    assert next_board(once, 3, parts) is once
    assert [part.provider for part in once.parts] == [part.provider for part in parts]


def test_a_boards_alert_is_live_until_the_board_is_removed() -> None:
    kept = Board(id=3, guild=5, channel=7, by=9)
    alert = board_alert(kept, BOARD, board_key(3), NOON)
    assert (alert.key, alert.channel, alert.at, alert.content) == (board_key(3), 7, NOON, BOARD)
    assert (alert.roles, alert.members, alert.parts, alert.is_foldable, alert.is_live) == ((), (), (), False, True)
    assert not board_alert(kept, replace(BOARD, removed_by=9), board_key(3), NOON).is_live
    assert len({board_key(3), board_key(4), board_key(3, "again", NOON)}) == 3
    assert len(board_key(3)) <= 25
