"""``/doctor``: for whom it is, and that it says what was found."""

from dataclasses import replace

from bot.chat.discord.feature_commands import commands_of
from bot.chat.dispatcher import Dispatcher
from bot.chat.doctor.handler import DoctorHandler
from bot.chat.feature import Caller, NoOptions
from bot.chat.wording.account_names import AccountNames
from bot.health.diagnosis import Diagnosis
from tests.chat.doctor.test_doctor_wording import DIAGNOSIS
from tests.chat.drawn import drawn


async def _examine() -> Diagnosis:
    return replace(DIAGNOSIS, watcher=False)


async def test_a_diagnosis_is_shown_to_nobody_but_who_asks() -> None:
    message = await DoctorHandler(_examine, AccountNames()).run(Caller(guild=1, channel=2, member=3), NoOptions())
    assert message.private
    assert "Checks are overdue" in drawn(message)


def test_it_is_offered_to_those_who_may_manage_the_guild() -> None:
    feature = DoctorHandler(_examine, AccountNames()).feature()
    (command,) = commands_of(feature, Dispatcher([feature], AccountNames()))
    assert command.name == "doctor"
    assert command.default_permissions is not None
    assert command.default_permissions.manage_guild
    assert feature.commands[0].private
