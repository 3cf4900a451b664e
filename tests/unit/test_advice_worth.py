from __future__ import annotations

from domain.advice.worth import worth_saying

FACTS = (
    "Amara Okafor, Senior Backend Engineer, Berlin. Work: Senior Backend Engineer at Windrose "
    "Telemetry, March 2022 – now. Skills: Python, SQL, Bash, PostgreSQL, Kafka, Redis."
)


def test_a_recital_of_the_facts_is_no_advice() -> None:
    speech = (
        "Amara Okafor Senior Backend Engineer · Berlin Work: Senior Backend Engineer at Windrose "
        "Telemetry, March 2022 – now Skills: Python, SQL, Bash, PostgreSQL, Kafka, Redis"
    )
    assert worth_saying(speech, question="manager?", language="en", given=(FACTS,)) == ""


def test_advice_may_mention_a_fact() -> None:
    speech = (
        "With your backend work at Windrose Telemetry you could lead one small project first, "
        "and then ask your team how it felt for them and for you."
    )
    assert worth_saying(speech, question="manager?", language="en", given=(FACTS,)) == speech


def test_a_sentence_that_was_cut_off_is_left_out() -> None:
    whole = (
        "Try leading one small project first, and ask your team afterwards how it felt for them "
        "and for you."
    )
    assert worth_saying(f"{whole} Then decide whether", question="x", language="en") == whole
