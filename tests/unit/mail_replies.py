"""Any reply, in any script and as hostile as can be, for the tests of mails."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from hypothesis import strategies as st

from bot.rendering.mail.frame import FooterLink, MailFrame
from domain.agents import AgentId
from domain.choices import Choice
from domain.ids import BlobId
from domain.messages import Action
from domain.reply import (
    Bullets,
    Button,
    Buttons,
    Card,
    Chart,
    Fact,
    File,
    Heading,
    Notice,
    Paragraph,
    Reply,
    Run,
    SuggestedPrompt,
    Table,
    Text,
    Tone,
)

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    "</td></tr></table></style><style>*{display:none}",
    "<!-- ",
    "-->",
    "<![CDATA[",
    "<p class=p>",
    '<a href="https://evil.example">press</a>',
    "https://evil.example/login",
    "www.evil.example",
    "ana@evil.example",
    "&lt;b&gt; &amp;&#60;",
    "javascript:alert(1)",
    "\x00\x1b[2J\x9b",
    "\u202egnp.exe\u2066",
    "\r\nBcc: all@evil.example\r\n\r\n",
    "\u2028\u2029\x85\x0b\x0c",
    "=?utf-8?q?x?=",
    "a" * 300,
    "数据工程师" * 20,
    "مرحبا بالعالم",
    "👩\u200d👩\u200d👧\u200d👦",
    "e" + "\u0301" * 50,
    "\ufeff\u200b\ufffe",
)
URLS = (
    "https://example.org/a?b=c&d=%22",
    "HTTPS://EXAMPLE.ORG",
    "mailto:ana@example.org?subject=x&body=y",
    "https://user@evil.example/bank.example",
    "javascript:alert(1)",
    "data:text/html,x",
    'https://x"onclick=1',
    "https://[",
    "http://",
)
FOOTER_URL = "https://careers.example.org/u/1?a=b&c=d"

every_character = st.characters(exclude_categories=[])  # lone surrogates too
words = st.lists(
    st.one_of(st.text(every_character, max_size=12), st.sampled_from(HOSTILE)), max_size=4
).map("".join)
runs = st.builds(
    Run,
    text=words,
    style=st.sampled_from(["plain", "bold", "italic", "code", "quote"]),
    url=st.none() | st.sampled_from(URLS),
)
lines = st.lists(runs, max_size=3).map(tuple)
actions = st.builds(Action, agent=st.sampled_from(AgentId), verb=st.just("do"))
buttons = st.builds(
    Button, label=words, action=actions, tone=st.sampled_from(["normal", "primary", "danger"])
)
facts = st.builds(
    Fact,
    label=words,
    value=lines,
    mark=st.sampled_from(["none", "for", "against", "unknown"]),
)
blocks = st.one_of(
    st.builds(Paragraph, body=lines),
    st.builds(Heading, body=lines),
    st.builds(Notice, body=lines, tone=st.sampled_from(Tone)),
    st.builds(Bullets, items=st.lists(lines, max_size=4).map(tuple), ordered=st.booleans()),
    st.builds(
        Card,
        title=lines,
        subtitle=lines,
        facts=st.lists(facts, max_size=3).map(tuple),
        buttons=st.lists(buttons, max_size=3).map(tuple),
    ),
    st.builds(
        Table,
        columns=st.lists(words, max_size=4).map(tuple),
        rows=st.lists(st.lists(lines, max_size=5).map(tuple), max_size=3).map(tuple),
    ),
    st.builds(
        Chart,
        title=words,
        labels=st.lists(words, max_size=4).map(tuple),
        values=st.lists(st.floats(), max_size=4).map(tuple),
        unit=words,
        alternative=words,
    ),
    st.builds(
        File,
        blob=st.sampled_from([BlobId("b"), BlobId("large")]),
        name=words,
        media_type=st.just("text/plain"),
        size_bytes=st.integers(0, 10**12),
        caption=words,
    ),
    st.builds(Buttons, buttons=st.lists(buttons, max_size=5).map(tuple)),
)
replies = st.builds(
    Reply,
    blocks=st.lists(blocks, max_size=4).map(tuple),
    agents=st.just((AgentId.HELP,)),
    prompts=st.lists(
        st.builds(SuggestedPrompt, label=words, action=st.none() | actions), max_size=4
    ).map(tuple),
)


def written_mail(choice: Choice) -> str:
    """Where a button leads in these tests."""
    return (
        f"mailto:bot+a.t{choice.number}@careers.example.org"
        f"?body={quote(choice.label.encode('utf-8', 'replace'))[:900]}"
    )


frames = st.builds(
    MailFrame,
    subject=words,
    href_of=st.sampled_from([written_mail, lambda _: "https://careers.example.org/go?a=1&b=2"]),
    title=words,
    language=st.sampled_from(["en", "de", "ar", "he-IL", "ja"]),
    footer=st.lists(words, max_size=3).map(tuple),
    footer_links=st.lists(
        st.builds(
            FooterLink, label=words, url=st.sampled_from([FOOTER_URL, "javascript:alert(2)"])
        ),
        max_size=2,
    ).map(tuple),
    preheader=words,
    takes_numbers=st.booleans(),
    not_attached=st.just(frozenset({BlobId("large")})),
)


def lines_of(reply: Reply) -> Iterator[Text]:
    """Every line that a reader has to find."""
    for block in reply.blocks:
        match block:
            case Paragraph() | Heading() | Notice():
                yield block.body
            case Bullets():
                yield from block.items
            case Card():
                yield block.title
                yield block.subtitle
                yield from (fact.value for fact in block.facts)
            case Table():
                for row in block.rows:
                    yield from row[: len(block.columns)]
            case File():
                yield (Run(text=block.name),)
                yield (Run(text=block.caption),)
            case Chart():
                yield (Run(text=block.alternative),)
            case Buttons():
                pass


def urls_of(reply: Reply) -> set[str]:
    """Every link of the reply, wanted or not."""
    return {run.url for line in lines_of(reply) for run in line if run.url is not None}
