"""What was due and told of whole providers: that they can't be checked, and that they can be again.

The third failed look in a row is told, and the first good one after that. Whether the last look of a process counted
is not known (``model``), so the third may be one of several: no message may come before three looks failed, and none
may be missing once three that count for certain did.
"""

from collections import defaultdict
from collections.abc import Sequence

from tests.chaos.model import Count, Heard, Look, What, surely_saved

TOLD_AFTER = 3


def compare(looks: Sequence[Look], heard: Sequence[Heard], count: Count) -> None:
    """Compare what one provider's failures owed with what was told of them."""
    told = defaultdict[int, list[What]](list)
    for line in heard:
        if not line.news.account:
            told[line.look].append(line.news.what)
    told_of = {line.look for line in heard}
    count.outages += sum(map(len, told.values()))
    count.invented += [f"{whats} of no look" for index, whats in told.items() if index < 0]
    failing = False
    least = most = 0
    for index, (look, sure) in enumerate(zip(looks, surely_saved(looks), strict=True)):
        where = f"{look.provider}, look {index} of life {look.life} at {look.at:%H:%M:%S.%f}"
        least = 0 if look.answered else least + sure
        most = most if look.answered else most + 1
        for what in told[index]:
            if failing is (what is What.FAILED):
                count.repeated.append(f"{where}: {what}")
            elif look.answered is not failing or (most < TOLD_AFTER and not failing):
                count.invented.append(f"{where}: {what}")
            failing = what is What.FAILED
        if least == TOLD_AFTER and not failing:
            count.lost.append(f"{where}: {What.FAILED}")
        if look.answered and failing and sure:
            count.lost.append(f"{where}: {What.RETURNED}")
            failing = False
        if look.answered and (sure or index in told_of):
            most = 0
