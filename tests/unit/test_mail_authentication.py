"""When the From of a mail is proven, and when it only looks as if."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.mail.authentication import SenderProof, parse_results, sender_proof

AR = "authentication-results"
ANN = "ann@example.org"


def proof(*values: str, authors: tuple[str, ...] = (ANN,)) -> SenderProof | None:
    fields = [("received", "by mx"), *((AR, value) for value in values), ("from", "x")]
    return sender_proof(fields, from_addresses=authors, authserv_id="mx.bot.test")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("mx.bot.test; dmarc=pass header.from=example.org", SenderProof.DMARC),
        ("MX.bot.test; dmarc=pass (p=none dis=none) header.from=Example.ORG", SenderProof.DMARC),
        ("mx.bot.test 1; dmarc=pass header.from=example.org", SenderProof.DMARC),
        ("mx.bot.test;\r\n\tdmarc = pass\r\n\theader.from = example.org", SenderProof.DMARC),
        ("mx.bot.test (our (own) server); dmarc/1=pass header.from=example.org", SenderProof.DMARC),
        (
            'mx.bot.test; dmarc=pass reason="it; dmarc=fail" header.from=example.org',
            SenderProof.DMARC,
        ),
        ("mx.bot.test; dkim=pass header.d=example.org header.b=Ab12+/==", SenderProof.DKIM),
        ("mx.bot.test; dkim=pass header.i=@mail.example.org header.s=s1", SenderProof.DKIM),
        (
            "mx.bot.test; dkim=fail header.d=example.org; dkim=pass header.d=example.org",
            SenderProof.DKIM,
        ),
        ("mx.bot.test; spf=pass smtp.mailfrom=bounce@mail.example.org", SenderProof.SPF),
        ("mx.bot.test; spf=pass smtp.mailfrom=example.org", SenderProof.SPF),
        (
            "mx.bot.test; dmarc=none header.from=example.org; dkim=pass header.d=example.org",
            SenderProof.DKIM,
        ),
        # not proven
        ("mx.bot.test; dmarc=pass header.from=evil.example", None),
        ("mx.bot.test; dmarc=pass", None),
        ("mx.bot.test; dmarc=fail header.from=example.org; dkim=pass header.d=example.org", None),
        (
            "mx.bot.test; dmarc=temperror header.from=example.org; spf=pass "
            "smtp.mailfrom=example.org",
            None,
        ),
        ("mx.bot.test; dmarc=fail (dmarc=pass header.from=example.org)", None),
        ('mx.bot.test; x="dmarc=pass header.from=example.org"', None),
        ("mx.bot.test 2; dmarc=pass header.from=example.org", None),
        ("mx.bot.test; dmarc/2=pass header.from=example.org", None),
        ("evil.test; dmarc=pass header.from=example.org", None),
        ("mx.bot.test.evil.test; dmarc=pass header.from=example.org", None),
        ("mx.bot.test; dkim=pass header.d=evil.example header.i=@example.org", None),
        ("mx.bot.test; dkim=pass header.d=badexample.org", None),
        ("mx.bot.test; dkim=pass header.d=org", None),
        ("mx.bot.test; dkim=pass header.d=example.org header.d=evil.example", None),
        ("mx.bot.test; spf=pass smtp.helo=example.org", None),
        ("mx.bot.test; spf=softfail smtp.mailfrom=example.org", None),
        ("mx.bot.test; none", None),
        ("mx.bot.test", None),
        ("", None),
        (";;;===", None),
        ("mx.bot.test; dmarc=pass) header.from=example.org", None),
    ],
)
def test_one_header(value: str, expected: SenderProof | None) -> None:
    assert proof(value) is expected


def test_neighbours_under_a_shared_suffix_prove_nothing() -> None:
    value = "mx.bot.test; dkim=pass header.d=evil.co.uk"

    assert proof(value, authors=("ann@co.uk",)) is None


def test_results_of_our_server_may_stand_in_several_headers_and_among_those_of_others() -> None:
    values = (
        "mx.bot.test; spf=fail smtp.mailfrom=other.example",
        "relay.test; dkim=pass header.d=evil.example",
        "mx.bot.test; dmarc=pass header.from=example.org",
    )

    assert proof(*values) is SenderProof.DMARC


def test_headers_below_the_first_run_are_a_strangers() -> None:
    fields = [
        (AR, "mx.bot.test; dmarc=none header.from=example.org"),
        ("received", "from evil"),
        (AR, "mx.bot.test; dmarc=pass header.from=example.org"),
        (AR, "mx.bot.test; dkim=pass header.d=example.org"),
    ]

    assert sender_proof(fields, from_addresses=[ANN], authserv_id="mx.bot.test") is None


def test_a_second_answer_to_the_same_question_is_a_strangers() -> None:
    assert (
        proof(
            "mx.bot.test; dmarc=none header.from=example.org; dkim=none",
            "mx.bot.test; dmarc=pass header.from=example.org",
            "mx.bot.test; spf=pass smtp.mailfrom=example.org",
        )
        is None
    )


@pytest.mark.parametrize("authors", [(), (ANN, "evil@example.org"), ("not an address",), ("ann@",)])
def test_no_author_or_several_are_not_proven(authors: tuple[str, ...]) -> None:
    assert proof("mx.bot.test; dmarc=pass header.from=example.org", authors=authors) is None


def test_international_domains_are_compared_in_one_spelling() -> None:
    value = "mx.bot.test; dmarc=pass header.from=xn--bcher-kva.example"

    assert proof(value, authors=("ann@bücher.example",)) is SenderProof.DMARC


@given(st.text(alphabet=st.sampled_from('mx.bot;=()"\\ \r\ndarc/1@passheader.from'), max_size=300))
def test_any_header_is_read(value: str) -> None:
    parse_results(value)
    proof(value)


@pytest.mark.parametrize("piece", ["(", ")", '"', "a=b ", ";", "\\", "a.b=c;", "<"])
def test_hostile_headers_take_no_time(piece: str) -> None:
    began = time.process_time()
    proof("mx.bot.test; " + piece * 100_000)
    assert time.process_time() - began < 5
