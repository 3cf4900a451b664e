"""What a profile supports, and whether a sentence says more than that. Pure; knows no channel."""

from domain.claims.checking import Unsupported, check
from domain.claims.gate import unsupported_in
from domain.claims.ledger import Ledger, ledger_of

__all__ = ["Ledger", "Unsupported", "check", "ledger_of", "unsupported_in"]
