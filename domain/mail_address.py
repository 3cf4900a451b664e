"""Mail addresses as they are compared."""

from __future__ import annotations

from domain.mail.addresses import normalised


def normal_address(address: str) -> str:
    """A mail address as the key of an account: lower case, the domain in ASCII, no dot at the end.

    The local part could differ by case in theory; in practice it is one mailbox, and people write
    their own address either way.

    >>> normal_address(" Ana@Bücher.Example.")
    'ana@xn--bcher-kva.example'
    """
    plain = address.strip().rstrip(".")
    return (normalised(plain) or plain).lower()
