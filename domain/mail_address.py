"""Mail addresses as they are compared."""

from __future__ import annotations


def normal_address(address: str) -> str:
    """A mail address as the key of an account: lower case, no dot at the end.

    The local part could differ by case in theory; in practice it is one mailbox, and people write
    their own address either way.

    >>> normal_address(" Ana@Example.ORG.")
    'ana@example.org'
    """
    return address.strip().rstrip(".").lower()
