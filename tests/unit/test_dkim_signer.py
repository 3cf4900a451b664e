"""DKIM signatures: recomputed here from the RFC, and checked by independent programs when there."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from email import message_from_bytes
from importlib.util import find_spec
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from bot.email_channel.composing import compose
from domain.errors import Misconfigured
from integrations.mail.dkim_signer import DkimSigner
from tests.unit.mail_letters import HOST, letter

CHECKER = Path(__file__).resolve().parents[3] / "shared/tools/check_email/verify.py"

# RFC 8463, appendix A: the key and the message that its authors signed.
RFC_ED25519_SEED = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="
RFC_ED25519_PUBLIC = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
RFC_MESSAGE = (
    b"From: Joe SixPack <joe@football.example.com>\r\n"
    b"To: Suzie Q <suzie@shopping.example.net>\r\n"
    b"Subject: Is dinner ready?\r\n"
    b"Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
    b"Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"
    b"\r\n"
    b"Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n"
)
RFC_BODY_HASH = "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8="


def pem(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@pytest.fixture(scope="module")
def rsa_signer() -> DkimSigner:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return DkimSigner(pem(key), domain=HOST, selector="s1")


@pytest.fixture(scope="module")
def ed_signer() -> DkimSigner:
    key = ed25519.Ed25519PrivateKey.from_private_bytes(base64.b64decode(RFC_ED25519_SEED))
    return DkimSigner(pem(key), domain="Football.Example.com.", selector="brisbane")


def tags_of(raw: bytes) -> dict[str, str]:
    value = str(message_from_bytes(raw)["DKIM-Signature"])
    pairs = (tag.partition("=") for tag in value.split(";"))
    return {name.strip(): re.sub(r"\s", "", rest) for name, _, rest in pairs}


def verify(raw: bytes, record: str) -> None:
    """RFC 6376, section 6, another way than the signer: a regular expression per step."""
    tags = tags_of(raw)
    head, _, body = raw.partition(b"\r\n\r\n")
    body = re.sub(rb"[ \t]+", b" ", body)
    body = re.sub(rb" (?=\r\n)", b"", body)
    body = re.sub(rb"(\r\n)*\Z", b"\r\n", body, count=1) if body.strip() else b""
    assert tags["bh"] == base64.b64encode(hashlib.sha256(body).digest()).decode()
    fields = re.findall(rb"(?ms)^([!-9;-~]+)[ \t]*:(.*?)(?=\r\n[^ \t]|\Z)", head)
    own = next(value for name, value in fields if name.lower() == b"dkim-signature")
    covered = b""
    for name in tags["h"].split(":"):
        same = [n for n, field in enumerate(fields) if field[0].lower() == name.encode()]
        if same:
            covered += canonical(*fields.pop(same[-1])) + b"\r\n"
    covered += canonical(b"dkim-signature", re.sub(rb"(?s)(;\s*b=).*\Z", rb"\1", own))
    key = dict(part.strip().split("=", 1) for part in record.split(";"))
    public = base64.b64decode(key["p"])
    signature = base64.b64decode(tags["b"])
    if key["k"] == "ed25519":
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(
            signature, hashlib.sha256(covered).digest()
        )
        return
    loaded = serialization.load_der_public_key(public)
    assert isinstance(loaded, rsa.RSAPublicKey)
    loaded.verify(signature, covered, padding.PKCS1v15(), hashes.SHA256())


def canonical(name: bytes, value: bytes) -> bytes:
    return name.lower() + b":" + b" ".join(value.split())


def test_the_body_hash_and_public_key_are_those_of_the_rfc(ed_signer: DkimSigner) -> None:
    signed = ed_signer.sign(RFC_MESSAGE)

    assert tags_of(signed)["bh"] == RFC_BODY_HASH
    assert ed_signer.dns_record() == f"v=DKIM1; k=ed25519; p={RFC_ED25519_PUBLIC}"
    assert ed_signer.dns_name == "brisbane._domainkey.football.example.com"
    verify(signed, ed_signer.dns_record())


@pytest.mark.parametrize("kind", ["reply", "digest", "transactional"])
def test_our_letters_verify(kind: str, rsa_signer: DkimSigner) -> None:
    raw = compose(letter(kind, file_name="a.pdf"))  # type: ignore[arg-type]  # one of the kinds
    signed = rsa_signer.sign(raw)

    assert signed.endswith(raw)
    assert signed == rsa_signer.sign(raw)
    verify(signed, rsa_signer.dns_record())


def test_what_matters_is_covered_and_cannot_be_added_to(rsa_signer: DkimSigner) -> None:
    names = tags_of(rsa_signer.sign(compose(letter("digest"))))["h"].split(":")

    for name in ("from", "to", "subject", "date"):
        assert names.count(name) == 2
    for name in ("message-id", "mime-version", "content-type", "reply-to", "auto-submitted"):
        assert names.count(name) == 1
    assert {"list-id", "list-unsubscribe", "list-unsubscribe-post"} <= set(names)
    assert "l" not in tags_of(rsa_signer.sign(RFC_MESSAGE))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"dinner", b"supper"),
        (b"We lost", b"We won"),
        (b"From: Joe", b"From: Moe"),
        (b"\r\n\r\nHi.", b"\r\nSubject: another\r\n\r\nHi."),
        (b"DKIM-Signature:", b"From: evil@evil.example\r\nDKIM-Signature:"),
    ],
)
def test_a_changed_message_does_not_verify(
    was: bytes, becomes: bytes, ed_signer: DkimSigner
) -> None:
    changed = ed_signer.sign(RFC_MESSAGE).replace(was, becomes, 1)

    with pytest.raises((InvalidSignature, AssertionError)):
        verify(changed, ed_signer.dns_record())


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"Is dinner ready?", b"Is   dinner\r\n ready? "),
        (b"Subject:", b"SUBJECT : "),
        (b"hungry yet?\r\n", b"hungry \t yet?  \r\n"),
        (b"Joe.\r\n", b"Joe.\r\n\r\n\r\n"),
    ],
)
def test_white_space_that_servers_change_does_no_harm(
    was: bytes, becomes: bytes, ed_signer: DkimSigner
) -> None:
    verify(ed_signer.sign(RFC_MESSAGE).replace(was, becomes, 1), ed_signer.dns_record())


def test_two_signatures_stand_beside_each_other(
    rsa_signer: DkimSigner, ed_signer: DkimSigner
) -> None:
    both = ed_signer.sign(rsa_signer.sign(RFC_MESSAGE))

    verify(both, ed_signer.dns_record())
    assert both.count(b"DKIM-Signature:") == 2


@pytest.mark.parametrize("body", [b"", b"\r\n\r\n", b"no end of line"])
def test_bodies_without_text_or_end_verify(body: bytes, ed_signer: DkimSigner) -> None:
    verify(ed_signer.sign(b"From: a@b.example\r\n\r\n" + body), ed_signer.dns_record())


def test_lone_line_feeds_are_signed_as_they_are_sent(ed_signer: DkimSigner) -> None:
    unix = RFC_MESSAGE.replace(b"\r\n", b"\n")

    assert ed_signer.sign(unix) == ed_signer.sign(RFC_MESSAGE)


def test_keys_and_names_that_receivers_would_refuse_are_refused_at_once() -> None:
    good = pem(ed25519.Ed25519PrivateKey.generate())
    with pytest.raises(Misconfigured, match="PEM"):
        DkimSigner(b"nonsense", domain=HOST, selector="s1")
    with pytest.raises(Misconfigured, match="RSA or an Ed25519"):
        DkimSigner(pem(ec.generate_private_key(ec.SECP256R1())), domain=HOST, selector="s1")
    with pytest.raises(Misconfigured, match="selector"):
        DkimSigner(good, domain=HOST, selector="s1; d=evil.example")
    with pytest.raises(Misconfigured, match="domain"):
        DkimSigner(good, domain="a b", selector="s1")


@pytest.mark.skipif(not CHECKER.exists(), reason="the shared mail checker is not here")
@pytest.mark.parametrize("kind", ["reply", "digest", "transactional"])
def test_the_independent_checker_agrees(kind: str, rsa_signer: DkimSigner, tmp_path: Path) -> None:
    """The signature itself is checked when dkimpy is installed, its coverage always."""
    record, message = tmp_path / "record.txt", tmp_path / "signed.eml"
    record.write_text(rsa_signer.dns_record(), encoding="ascii")
    message.write_bytes(rsa_signer.sign(compose(letter(kind))))  # type: ignore[arg-type]  # a kind
    key = ["--dkim-key", str(record)] if find_spec("dkim") else []

    checked = subprocess.run(
        [sys.executable, str(CHECKER), "--kind", kind, *key, str(message)],
        capture_output=True,
        text=True,
    )

    assert (checked.stdout, checked.stderr) == ("1 message(s) checked, 0 fault(s)\n", "")
