"""What ``/doctor`` says of the search for providers, as a person reads it."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.doctor.guild_findings import GuildFindings
from bot.chat.doctor.wording import doctor_card
from bot.chat.wording.account_names import AccountNames
from bot.health.doctor_findings import Diagnosis
from bot.polling.found_provider import FoundBy, FoundProvider, SearchReport
from bot.providers.token_subscription import AccountSummary, Service
from tests.chat.doctor.test_doctor_limits import OURS
from tests.chat.doctor.test_doctor_wording import DIAGNOSIS
from tests.chat.drawn import acting, drawn, refused
from tests.chat.nasty import nasty_text
from tests.moments import NOON, after

TITLES = {"minimax": "MiniMax", "kling": "Kling", "pixverse": "PixVerse", "riffusion": "Riffusion", "ltx": "LTX Studio"}
REPORT = SearchReport(
    found=(
        FoundProvider(name="minimax", found_by=FoundBy.SUMMARY, found_at=after(days=-3)),
        FoundProvider(name="pixverse", found_by=FoundBy.SUMMARY, found_at=NOON, missing_since=after(hours=-3)),
        FoundProvider(name="ltx", found_by=FoundBy.SUMMARY, found_at=NOON),
        FoundProvider(name="kling", found_by=FoundBy.ACCOUNT_LIST, found_at=after(hours=-2)),
    ),
    searched_at=after(minutes=-12),
    due=after(minutes=48),
    summary=AccountSummary(active=True, accounts_each=3, renews=date(2027, 1, 2)),
    unsupported=(Service(name="Midjourney API", total=2), Service(name="Runway AP")),
    on_request=("riffusion",),
)


def section(report: SearchReport) -> list[str]:
    """Return the lines about the search."""
    diagnosis: Diagnosis = replace(DIAGNOSIS, search=report)
    said = drawn(doctor_card(GuildFindings(diagnosis=diagnosis), names=AccountNames(), title=TITLES.__getitem__))
    return said.split("# Search for providers\n")[1].split("\n# ")[0].split("\n")


def test_what_was_found_is_said_with_how_and_when_and_what_could_not_be_matched() -> None:
    assert section(REPORT) == [
        "⚪ **PixVerse** · no account at useapi.net, first noticed <t:1778835600:R>; dropped <t:1778922000:R>",
        "Named by your useapi.net account: **MiniMax** <t:1778587200:R>, **LTX Studio** <t:1778846400:R>",
        "Found by their lists of accounts: **Kling** <t:1778839200:R>",
        "⚪ Not supported by this bot: Midjourney API (2 accounts), Runway AP",
        "⚪ Watched only if PROVIDERS names it: Riffusion",
        "Up to 3 accounts of each service; the subscription renews on 2027-01-02.",
        "Searched <t:1778845680:R>; next <t:1778849280:R>.",
    ]


def test_what_needs_a_person_comes_first() -> None:
    inactive = replace(
        REPORT, found=(), trouble="useapi.net refused the API token.", summary=AccountSummary(active=False)
    )
    assert section(inactive)[:2] == [
        "⚠️ Your useapi.net account can't be read: useapi.net refused the API token.",
        "⚠️ The subscription at useapi.net is not active.",
    ]


def test_that_nothing_was_found_is_said() -> None:
    assert section(replace(REPORT, found=()))[0] == "⚠️ No account was found at useapi.net."


def test_the_first_search_is_under_way() -> None:
    assert section(SearchReport(found=(), due=NOON)) == ["Searching now."]


def test_the_section_is_left_out_where_the_settings_name_the_providers() -> None:
    assert "Search" not in drawn(doctor_card(GuildFindings(diagnosis=DIAGNOSIS), names=AccountNames()))


@given(names=st.lists(nasty_text, max_size=60), trouble=st.none() | nasty_text)
def test_whatever_services_are_called_fits_and_acts_on_nobody(names: list[str], trouble: str | None) -> None:
    services = tuple(Service(name=name, total=9) for name in names)
    report = replace(REPORT, unsupported=services, trouble=trouble)
    card = doctor_card(GuildFindings(diagnosis=replace(DIAGNOSIS, search=report)), names=AccountNames())
    assert refused(card) == []
    assert acting(card, OURS) == []
