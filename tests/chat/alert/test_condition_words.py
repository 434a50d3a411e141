"""The words for conditions and topics: none lacks them, whatever is added."""

from bot.alerts.health_conditions import WELL
from bot.chat.alert.condition_words import CONDITION_WORDS, FLAPPING_WORDS
from bot.chat.signs_and_colours import Level
from bot.subscriptions.topics_and_conditions import OF_ACCOUNTS, OF_HEALTH, OF_PROVIDERS, Condition, TopicKind

FILE = "bot/chat/alert/condition_words.py"


def test_each_condition_and_each_kind_of_topic_has_words() -> None:
    assert set(Condition) - set(CONDITION_WORDS) == set(), f"{FILE}: CONDITION_WORDS needs a row for each"
    assert set(TopicKind) - set(FLAPPING_WORDS) == set(), f"{FILE}: FLAPPING_WORDS needs a row for each"


def test_each_kind_of_topic_is_of_a_provider_an_account_or_a_job() -> None:
    one_of = [OF_PROVIDERS, OF_ACCOUNTS, {TopicKind.JOB}]
    unclear = {kind for kind in TopicKind if sum(kind in each for each in one_of) != 1}
    assert unclear == set(), (
        "bot/subscriptions/topics_and_conditions.py: OF_PROVIDERS, OF_HEALTH or OF_ACCOUNTS has each"
    )


def test_what_begins_an_incident_has_a_level_of_trouble() -> None:
    calm = {what for what, words in CONDITION_WORDS.items() if what.opens is (words.level is Level.FREE)}
    assert calm == set(), (
        f"{FILE}: a level for what opens an incident (bot/subscriptions/topics_and_conditions.py), none for its end"
    )


def test_what_ends_trouble_of_an_account_is_known_of_each_kind() -> None:
    assert set(WELL) == OF_HEALTH, (
        "bot/alerts/health_conditions.py: WELL has the condition of each kind without trouble"
    )


def test_words_are_the_usual_ones_unless_others_are_given() -> None:
    full, unusable = CONDITION_WORDS[Condition.FULL], CONDITION_WORDS[Condition.UNUSABLE]
    assert (full.of_one, full.of_many, full.over) == ("is full", "are full", "was full")
    assert (unusable.of_one, unusable.of_many, unusable.over) == ("can't be used", "are unusable", "could not be used")


def test_what_needs_somebody_most_is_told_first() -> None:
    first, *_, last = sorted(Condition, key=lambda what: what.urgency)
    assert (first, last) == (Condition.SILENT, Condition.GOES_ON)
    assert max(what.urgency for what in Condition if what.opens) < min(
        what.urgency for what in Condition if not what.opens
    ), "bot/subscriptions/topics_and_conditions.py: conditions that open an incident stand before those that end one"
