"""Identifiers, so that a user id cannot be passed where a conversation id is meant."""

from __future__ import annotations

from typing import NewType

UserId = NewType("UserId", str)
"""Random, ours; says nothing about the person. Example: ``u_4f1c…``."""

ConversationId = NewType("ConversationId", str)
"""Random, ours; one per (channel, workspace, external conversation)."""

TurnId = NewType("TurnId", str)
"""``{conversation id}:{order key}``: sorts within a conversation, same on redelivery."""

OutboundId = NewType("OutboundId", str)
"""``out:{turn id}`` for replies; other kinds name themselves. The idempotency key of one send."""

BlobId = NewType("BlobId", str)
"""Random name of one encrypted file."""

PostingId = NewType("PostingId", str)
"""Stable over re-ingestion: derived from source and the source's own id."""

ResourceId = NewType("ResourceId", str)
"""A learning resource: ``{source}:{the source's own id or a slug}``; stable over refreshes."""
