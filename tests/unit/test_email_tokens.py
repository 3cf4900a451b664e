"""Tokens behind the plus: nothing made up is taken, nothing leads to somebody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.email_channel.tokens import Leaving, MailTokens
from domain.errors import Misconfigured
from domain.ids import OutboundId, UserId
from domain.mail.addresses import split_plus
from domain.pushes import PushKind

TOKENS = MailTokens(key=b"one", address="Bot@Careers.Example")
OTHERS = MailTokens(key=b"two", address="bot@careers.example")
USER = UserId("u_" + "0123456789abcdef" * 2)
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"

people = st.from_regex(r"[a-z][a-z0-9.]{0,20}[a-z0-9]@[a-z]{1,20}\.(org|example)", fullmatch=True)
stems = st.text(alphabet=LETTERS, min_size=16, max_size=16)


def token_in(address: str) -> str:
    plus = split_plus(address)
    assert plus is not None
    assert len(address.rpartition("@")[0].encode()) <= 64
    assert plus.base == "bot@careers.example"
    return plus.token


@given(stem=stems, person=people, other=people)
def test_a_conversation_is_for_one_address(stem: str, person: str, other: str) -> None:
    address = TOKENS.conversation_address(stem, person=person)
    token = token_in(address)
    assert TOKENS.accepts(address)
    assert TOKENS.accepts(address.upper())
    assert TOKENS.thread(token, person=person) == stem
    assert TOKENS.thread(token.upper(), person=person.upper()) == stem
    assert (TOKENS.thread(token, person=other) == stem) is (other == person)
    assert not OTHERS.accepts(address)
    assert OTHERS.thread(token, person=person) is None


@given(
    stem=stems,
    person=people,
    place=st.integers(0, 1_000),
    letter=st.sampled_from(LETTERS),
    kind=st.sampled_from("rabu"),
)
def test_every_changed_character_is_noticed(
    stem: str, person: str, place: int, letter: str, kind: str
) -> None:
    address = {
        "r": TOKENS.conversation_address(stem, person=person),
        "a": TOKENS.action_address(stem),
        "b": TOKENS.bounce_address(user=USER, person=person),
        "u": TOKENS.unsubscribe_address(user=None, person=person),
    }[kind]
    token = token_in(address)
    at = place % len(token)
    if token[at] == letter:
        return
    forged = token[:at] + letter + token[at + 1 :]
    assert TOKENS.thread(forged, person=person) is None
    assert TOKENS.choice(forged) is None
    assert TOKENS.bounced(forged) is None
    assert TOKENS.unsubscribed(forged) is None
    if kind != "r" or at < 24:  # what is bound to a person is checked when the person is known
        assert not TOKENS.accepts(address.replace(token, forged))


@given(stem=stems, person=people)
def test_no_token_works_as_another_kind(stem: str, person: str) -> None:
    bounces = token_in(TOKENS.bounce_address(user=USER, person=person))
    unsubscribes = token_in(TOKENS.unsubscribe_address(user=USER, person=person))
    thread = token_in(TOKENS.conversation_address(stem, person=person))
    action = token_in(TOKENS.action_address(stem))
    assert TOKENS.unsubscribed(bounces) is None
    assert TOKENS.bounced(unsubscribes) is None
    assert TOKENS.bounced(thread) is None
    assert TOKENS.unsubscribed(thread) is None
    assert TOKENS.choice(thread[:24]) is None
    assert TOKENS.thread(action, person=person) is None
    for kind, token in (("a", thread), ("r", action), ("b", unsubscribes), ("u", bounces)):
        assert not TOKENS.accepts(f"bot+{kind}.{token}@careers.example")


@given(person=people, other=people)
def test_a_bounce_address_names_the_account(person: str, other: str) -> None:
    found = TOKENS.bounced(token_in(TOKENS.bounce_address(user=USER, person=person)))
    assert found is not None
    assert found.user == USER
    assert TOKENS.is_marked(found, person=person.upper())
    assert TOKENS.is_marked(found, person=other) is (other == person)
    unknown = TOKENS.bounced(token_in(TOKENS.bounce_address(user=None, person=person)))
    assert unknown is not None
    assert unknown.user is None


@given(person=people, place=st.integers(0, 1_000), letter=st.sampled_from(LETTERS))
def test_an_unsubscribe_link_leads_to_its_address_only(
    person: str, place: int, letter: str
) -> None:
    token = TOKENS.unsubscribe_token(person=person)
    assert TOKENS.unsubscriber(token) == Leaving(kind=PushKind.DIGEST, person=person)
    for kind in PushKind:
        found = TOKENS.unsubscriber(TOKENS.unsubscribe_token(person=person, kind=kind))
        assert found == Leaving(kind=kind, person=person)
        address = TOKENS.unsubscribe_address(user=USER, person=person, kind=kind)
        assert TOKENS.accepts(address)
        leaving = TOKENS.unsubscribed(token_in(address))
        assert leaving is not None
        assert leaving.kind is kind
        assert leaving.marked is not None
        assert TOKENS.is_marked(leaving.marked, person=person)
    assert OTHERS.unsubscriber(token) is None
    at = place % len(token)
    if token[at] != letter:
        assert TOKENS.unsubscriber(token[:at] + letter + token[at + 1 :]) is None
    assert TOKENS.unsubscriber(token[:-1]) is None
    assert TOKENS.unsubscriber(token + "a") is None


@given(stem=stems, person=people, other=people, place=st.integers(1, 49))
def test_our_message_ids_lead_back(stem: str, person: str, other: str, place: int) -> None:
    ours = TOKENS.message_id(OutboundId("out:1"), stem=stem, person=person)
    assert ours == TOKENS.message_id(OutboundId("out:1"), stem=stem, person=person)
    assert ours != TOKENS.message_id(OutboundId("out:2"), stem=stem, person=person)
    assert TOKENS.thread_of_message(ours, person=person) == stem
    assert (TOKENS.thread_of_message(ours, person=other) == stem) is (person == other)
    forged = ours[:place] + ("a" if ours[place] != "a" else "b") + ours[place + 1 :]
    assert TOKENS.thread_of_message(forged, person=person) is None


@given(words=st.text(max_size=80))
def test_hostile_tokens_are_only_refused(words: str) -> None:
    assert TOKENS.thread(words, person="ana@example.org") is None
    assert TOKENS.choice(words) is None
    assert TOKENS.bounced(words) is None
    assert TOKENS.unsubscribed(words) is None
    assert TOKENS.unsubscriber(words) is None
    assert TOKENS.thread_of_message(f"<{words}>", person="ana@example.org") is None
    assert not TOKENS.accepts(words)
    assert not TOKENS.accepts(f"bot+r.{words}@careers.example")


def test_an_international_domain_is_one_address() -> None:
    token = token_in(TOKENS.conversation_address("a" * 16, person="ana@bücher.example"))
    assert TOKENS.thread(token, person="Ana@xn--bcher-kva.example") == "a" * 16


@pytest.mark.parametrize(
    "address", ["", "bot", "bot+x@example.org", "a-very-long-local-part@example.org", "b ot@x.org"]
)
def test_an_address_without_room_for_tokens_is_named(address: str) -> None:
    with pytest.raises(Misconfigured, match="CAREERGINI_EMAIL__ADDRESS"):
        MailTokens(key=b"k", address=address)


def test_the_longest_address_has_room_for_every_token() -> None:
    tokens = MailTokens(key=b"k", address="careergini-assistant@example.org")
    made = [
        tokens.conversation_address("a" * 16, person="ana@example.org"),
        tokens.bounce_address(user=USER, person="ana@example.org"),
    ]
    assert all(len(one.rpartition("@")[0]) <= 64 and tokens.accepts(one) for one in made)
