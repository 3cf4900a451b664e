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

RoleId = NewType("RoleId", str)
"""An opening that a team fills. Random; says nothing about it. Example: ``r_4f1c…``."""

CandidateId = NewType("CandidateId", str)
"""One person's application to one role: the same person is another candidate in another role."""

BatchId = NewType("BatchId", str)
"""The resumes of one message."""

CareerDocumentId = NewType("CareerDocumentId", str)
"""A resume or cover letter that was written for a person. Random: ``d_4f1c…``."""

ApplicationId = NewType("ApplicationId", str)
"""An application of a person to a job. Random: ``a_4f1c…``."""
