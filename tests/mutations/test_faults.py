"""The table of faults fits the code and the tests of today."""

import re

from tests.mutations.fault import Fault
from tests.mutations.faults import FAULTS
from tests.rings import ROOT


def _occurrences(fault: Fault) -> int:
    file = ROOT / fault.file
    return file.read_text(encoding="utf-8").count(fault.old) if file.exists() else 0


def _is_there(test: str) -> bool:
    name, _, function = test.partition("::")
    file = ROOT / name
    return file.exists() and re.search(rf"def {function}\(", file.read_text(encoding="utf-8")) is not None


def test_what_a_fault_changes_stands_in_its_file_exactly_once() -> None:
    assert {fault.what: count for fault in FAULTS if (count := _occurrences(fault)) != 1} == {}


def test_a_fault_changes_something_and_names_tests_that_are_there() -> None:
    wrong = [fault.what for fault in FAULTS if fault.new == fault.old or not fault.tests]
    assert wrong == []
    assert {test for fault in FAULTS for test in fault.tests if not _is_there(test)} == set()


def test_no_two_faults_are_the_same() -> None:
    assert len({(fault.file, fault.old, fault.new) for fault in FAULTS}) == len(FAULTS)
