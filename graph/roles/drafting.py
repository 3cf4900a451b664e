"""Where the text of a new role comes from: typed, a dialog, a file, a stored text, a link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import SourceUnavailable, UnreadablePosting, UserMistake
from domain.ids import BlobId
from domain.messages import Attachment, InboundMessage
from domain.places import whereabouts
from domain.ports import BlobStore, PostingSource
from domain.recruiting_ports import TextReader
from graph.roles.requests import RoleRequest, form_value

LONGEST_TITLE = 80
LONGEST_DESCRIPTION = 40_000
"""Characters; about fifteen pages."""
FEWEST_CHARACTERS = 60
"""A shorter description says nothing that candidates could be compared by."""

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_TITLE_LINE = re.compile(
    r"^(?:job title|title|position|role|stelle|titel|stellenbezeichnung)\s*:\s*(?P<title>.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_PLACE_LINE = re.compile(
    r"^\W*(?:location|place|standort|arbeitsort|ort)\s*:\s*(?P<place>.{2,80})$",
    re.IGNORECASE | re.MULTILINE,
)
_REMOTE = re.compile(r"\b(?:fully remote|100 ?% remote|remote(?:-first| position| role| work)|"
                     r"work from home|home ?office)\b", re.IGNORECASE)  # fmt: skip
_GENDER_MARK = re.compile(
    r"\s*\(?\b(?:[mfwdx]\s*/\s*){2}[mfwdx]\b\)?|\s*\(all genders\)", re.IGNORECASE
)
_SLUG = re.compile(r"[^a-z0-9]+")
_MARKUP = " \t#*_-–•:|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a new role is made of; an empty part is not known yet."""

    title: str
    description: str
    place: str = ""
    is_remote: bool = False


class Drafting:
    """Gathers title and description."""

    def __init__(
        self, *, blobs: BlobStore, reader: TextReader, source: PostingSource | None
    ) -> None:
        self._blobs = blobs
        self._reader = reader
        self._source = source

    async def opening(self, message: InboundMessage, wanted: RoleRequest) -> Opening:
        """The opening that a message describes.

        Raises:
            UserMistake: a file, link or stored text cannot be used; says what to do instead.
            UnreadableDocument: the file cannot be read.
        """
        arguments = wanted.arguments
        title, description = "", ""
        if arguments:
            title = form_value(arguments, "title")
            description = form_value(arguments, "description") or arguments.get("text", "")
            if blob := arguments.get("blob"):
                description = await self._stored(BlobId(blob), arguments)
        else:
            title, description = split_title(wanted.words)
        if message.attachments and not description.strip():
            description = await self._attached(message.attachments[0])
        link = _LINK.fullmatch(description.strip() or title.strip())
        if link is not None:
            return await self._linked(link.group())
        return opening_of(title, description)

    async def _attached(self, attachment: Attachment) -> str:
        content = await self._blobs.get(attachment.blob)
        if content is None:
            raise UserMistake("That file is not there any more. Please send it again.")
        return (await self._reader.read_text(content, name=attachment.name)).text

    async def _stored(self, blob: BlobId, arguments: Mapping[str, str]) -> str:
        content = await self._blobs.get(blob)
        if content is None:
            raise UserMistake("That text is not kept any more. Please paste the description.")
        name = arguments.get("name") or "description.txt"
        return (await self._reader.read_text(content, name=name)).text

    async def _linked(self, link: str) -> Opening:
        if self._source is None:
            raise UserMistake(
                "I do not open links here. Paste the text of the description, or send it as a file."
            )
        try:
            postings = (await self._source.fetch(link)).postings
        except (SourceUnavailable, UnreadablePosting) as error:
            raise UserMistake(
                "I could not read a posting behind that link. Paste the text of the description."
            ) from error
        if len(postings) != 1:
            raise UserMistake(
                f"Behind that link are {len(postings)} postings. Paste the text of the one that "
                "you mean."
            )
        posting = postings[0]
        place = posting.places[0].raw if posting.places else ""
        made = opening_of(posting.title, posting.description)
        return Opening(
            title=made.title,
            description=made.description,
            place=place or made.place,
            is_remote=made.is_remote,
        )


def split_title(words: str) -> tuple[str, str]:
    r"""The first line as the title when more follows, or when it is short enough to be one.

    >>> split_title("Nurse\n\nYou care for patients.")
    ('Nurse', 'You care for patients.')
    """
    first, _, rest = words.strip().partition("\n")
    if len(first) > LONGEST_TITLE or _LINK.match(first.strip()):
        return "", words.strip()
    return first.strip(), rest.strip()


def opening_of(title: str, description: str) -> Opening:
    """Title and description made tidy; the title is read from the text when none was given.

    Raises:
        UserMistake: the description is far too long.
    """
    description = description.strip()
    if len(description) > LONGEST_DESCRIPTION:
        raise UserMistake(
            f"That description has {len(description)} characters; {LONGEST_DESCRIPTION} are the "
            "most. Leave out what is not about the role."
        )
    place = _PLACE_LINE.search(description)
    named, behind = without_place(_tidy(title) or title_of(description))
    return Opening(
        title=named,
        description=description,
        place=place["place"].strip() if place else behind,
        is_remote=_REMOTE.search(description) is not None,
    )


def without_place(title: str) -> tuple[str, str]:
    """A title and the place behind its comma or dash, where that names one.

    >>> without_place("Backend Engineer, Berlin (hybrid)"), without_place("Lead, Data Platform")
    (('Backend Engineer', 'Berlin (hybrid)'), ('Lead, Data Platform', ''))
    """
    for mark in (", ", " – ", " - ", " | ", " ("):
        first, found, rest = title.partition(mark)
        if found and first:
            there = whereabouts(rest.strip("() "))
            if there.countries:
                return first.strip(), rest.strip() if mark != " (" else rest.strip(" )")
    return title, ""


def title_of(description: str) -> str:
    r"""The title in a description: a labelled line, or a short first line; empty if neither.

    >>> title_of("# Backend Engineer (m/w/d)\n\nWe build payments.")
    'Backend Engineer'
    """
    labelled = _TITLE_LINE.search(description[:2000])
    if labelled:
        return _tidy(labelled["title"])
    first = next((line for line in description.splitlines() if line.strip()), "")
    tidy = _tidy(first)
    return tidy if len(tidy) <= LONGEST_TITLE and not tidy.endswith((".", "!", "?")) else ""


def _tidy(title: str) -> str:
    bare = _GENDER_MARK.sub("", " ".join(title.split()))
    return bare.strip(_MARKUP)[:LONGEST_TITLE]


def slug_of(title: str) -> str:
    """A title as the start of a mail tag.

    >>> slug_of("Backend Engineer (C++)"), slug_of("護士")
    ('backend-engineer-c', 'role')
    """
    return _SLUG.sub("-", title.lower()).strip("-")[:24].strip("-") or "role"
