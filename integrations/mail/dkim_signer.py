"""DKIM signatures (RFC 6376 with relaxed/relaxed; RFC 8463 for Ed25519)."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Final

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from domain.errors import Misconfigured

_OVERSIGNED: Final = ("from", "to", "subject", "date")
"""Listed once more than they are there, so that nobody can add a second one."""
_SIGNED: Final = (
    *_OVERSIGNED,
    "message-id",
    "reply-to",
    "in-reply-to",
    "references",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "content-language",
    "auto-submitted",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "feedback-id",
)
_SMALLEST_RSA_BITS: Final = 1024  # RFC 8301; new keys should have 2048
_NAME: Final = re.compile(
    r"[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?)*"
)
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_LINE_CHARS: Final = 72

Field = tuple[bytes, bytes]
"""A header field as it stands: its name, and everything after the colon."""


class DkimSigner:
    """Signs messages for one domain with one key.

    No time goes into the signature: the same message gives the same bytes. For two signatures
    (RSA for everybody, Ed25519 for those who know it) sign with one signer after the other.
    """

    def __init__(self, private_key_pem: bytes, *, domain: str, selector: str) -> None:
        self._key = _load(private_key_pem)
        self._domain = _name(domain, what="CareerGini's DKIM domain")
        self._selector = _name(selector, what="the DKIM selector")

    @property
    def dns_name(self) -> str:
        """The name whose TXT record holds the public key."""
        return f"{self._selector}._domainkey.{self._domain}"

    def dns_record(self) -> str:
        """The text of that TXT record; a zone file needs strings of at most 255 characters."""
        public = self._key.public_key()
        if isinstance(public, ed25519.Ed25519PublicKey):
            kind = "ed25519"
            octets = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        else:
            kind = "rsa"
            octets = public.public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        return f"v=DKIM1; k={kind}; p={base64.b64encode(octets).decode('ascii')}"

    def sign(self, raw: bytes) -> bytes:
        """The message with a DKIM-Signature before it; line ends become CRLF."""
        message = _LINE_END.sub(b"\r\n", raw)
        head, _, body = message.partition(b"\r\n\r\n")
        fields = _fields(head)
        chosen = _chosen(fields)
        body_hash = base64.b64encode(hashlib.sha256(_relaxed_body(body)).digest()).decode("ascii")
        value = self._value(chosen, body_hash=body_hash)
        covered = _covered(fields, chosen)
        covered += _relaxed_field((b"DKIM-Signature", value.encode("ascii"))).removesuffix(b"\r\n")
        signature = base64.b64encode(self._signature(covered)).decode("ascii")
        return f"DKIM-Signature:{value}{_folded(signature)}\r\n".encode("ascii") + message

    def _value(self, chosen: list[str], *, body_hash: str) -> str:
        """Everything of the signature's field but the signature, which comes last."""
        kind = "ed25519" if isinstance(self._key, ed25519.Ed25519PrivateKey) else "rsa"
        lines = [
            f" v=1; a={kind}-sha256; c=relaxed/relaxed; d={self._domain};",
            f" s={self._selector};",
        ]
        line = " h="
        for place, name in enumerate(chosen):
            word = name + (";" if place == len(chosen) - 1 else ":")
            if len(line) + len(word) > _LINE_CHARS:
                lines.append(line)
                line = "  "
            line += word
        return "\r\n".join([*lines, line, f" bh={body_hash};", " b="])

    def _signature(self, covered: bytes) -> bytes:
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return self._key.sign(hashlib.sha256(covered).digest())  # RFC 8463: of the hash
        return self._key.sign(covered, padding.PKCS1v15(), hashes.SHA256())


def _load(private_key_pem: bytes) -> rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(private_key_pem, password=None)
    except (ValueError, TypeError) as error:
        raise Misconfigured(
            "the DKIM key cannot be read: it has to be a PEM private key without a passphrase"
        ) from error
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key
    if not isinstance(key, rsa.RSAPrivateKey):
        raise Misconfigured("the DKIM key has to be an RSA or an Ed25519 key")
    if key.key_size < _SMALLEST_RSA_BITS:
        raise Misconfigured(
            f"the DKIM key has {key.key_size} bits; receivers refuse less than "
            f"{_SMALLEST_RSA_BITS}. Make one of 2048 bits."
        )
    return key


def _name(name: str, *, what: str) -> str:
    try:
        wire = name.strip().rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        wire = ""
    if not _NAME.fullmatch(wire):
        raise Misconfigured(f"{what} {name!r} is not a domain name")
    return wire


# --- canonical form, RFC 6376 section 3.4 -----------------------------------------------------


def _fields(head: bytes) -> list[Field]:
    fields: list[Field] = []
    for line in head.split(b"\r\n"):
        if line[:1] in {b" ", b"\t"} and fields:
            name, value = fields[-1]
            fields[-1] = (name, value + b"\r\n" + line)
        elif b":" in line:
            name, _, value = line.partition(b":")
            fields.append((name, value))
    return fields


def _relaxed_field(field: Field) -> bytes:
    name, value = field
    unfolded = re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b"")).strip(b" \t")
    return name.strip(b" \t").lower() + b":" + unfolded + b"\r\n"


def _relaxed_body(body: bytes) -> bytes:
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"\r\n".join(lines) + b"\r\n" if lines else b""


def _chosen(fields: list[Field]) -> list[str]:
    """The names for ``h=``, in order, each as often as it is covered."""
    there = [name.strip(b" \t").lower().decode("latin-1") for name, _ in fields]
    names: list[str] = []
    for name in _SIGNED:
        names += [name] * (there.count(name) + (1 if name in _OVERSIGNED else 0))
    return names


def _covered(fields: list[Field], chosen: list[str]) -> bytes:
    """The chosen fields; several of one name are taken from the last upwards (section 5.4.2)."""
    left = list(fields)
    covered = b""
    for name in chosen:
        for place in range(len(left) - 1, -1, -1):
            if left[place][0].strip(b" \t").lower() == name.encode("ascii"):
                covered += _relaxed_field(left.pop(place))
                break
    return covered


def _folded(signature: str) -> str:
    lines = [signature[at : at + _LINE_CHARS] for at in range(0, len(signature), _LINE_CHARS)]
    return "\r\n  ".join(lines)
