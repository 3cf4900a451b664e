"""A conversation in memory: one person, one channel, agents or a whole supervisor behind it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from domain.agents import AgentId, Audience
from domain.ids import PostingId
from domain.messages import Action, Address, Attachment, ChannelName, InboundMessage
from domain.ports import ChatModel, EventSink, PostingSource, ResumeReader
from domain.posting import PayPeriod, Place, Posting, RemoteMode, Salary
from domain.profiles import Profile
from domain.reply import Button, Buttons, Card, Reply, plain_text
from domain.resume.model import Resume
from domain.seeker_ports import PictureReader
from domain.turns import Dialogue, Route, Turn, TurnEvent
from graph.agent import Agent, AgentRequest
from graph.agents.career_advice import CareerAdviceAgent
from graph.agents.career_advice.demand import LiveDemand
from graph.agents.job_search import JobSearchAgent
from graph.agents.profile_agent import ProfileAgent
from graph.applications.ledger import ApplicationLedger
from graph.composition import compose
from graph.gaps.finding import GapFinder
from graph.intake.postings import PostingIntake
from graph.job_finder import JobFinder
from graph.posting_lookup import PostingLookup
from integrations.documents.parsing import parse
from prompts.catalogue import Catalogue
from tests.twins.hashed_index import HashedIndex
from tests.twins.models import NoModel
from tests.twins.push_search import OneByOne
from tests.twins.stores_applications import InMemoryAnswers, InMemoryApplications
from tests.twins.stores_own_postings import InMemoryPrivatePostings
from tests.twins.stores_pushes import InMemoryPushStores

Answering = Callable[[Turn, Dialogue, EventSink], Awaitable[Reply]]

RESUME = """Ana Example
Backend Engineer
ana@example.org | +49 170 5550100 | Berlin, Germany

Summary
Backend engineer who likes small services and clear data.

Experience
Senior Backend Engineer, Acme GmbH, Berlin
March 2021 - Present
- Built the payments API in Python and PostgreSQL, 40% fewer failed payments
- Led the move of 12 services to Kubernetes

Software Developer, Globex, Hamburg
January 2017 - February 2021
- Wrote Java services for logistics
- Introduced automated tests with JUnit

Education
B.Sc. Computer Science, University of Hamburg
2013 - 2016

Skills
Python, PostgreSQL, Java, Kubernetes, Docker, Git

Languages
English (fluent), German (native)
"""


class DirectReader(ResumeReader):
    """Reads in this process: the rules are the same, the limits are not."""

    async def read(self, content: bytes, *, name: str) -> Resume:
        return parse(content, suffix=name.rpartition(".")[2].lower())


class Stores:
    """All the twins that the three seeker agents share."""

    def __init__(
        self,
        *,
        model: ChatModel | None = None,
        source: PostingSource | None = None,
        pictures: PictureReader | None = None,
    ) -> None:
        self.pushes = InMemoryPushStores()
        twins = self.pushes.stores
        self.clock = twins.clock
        self.users = twins.users
        self.profiles = twins.profiles
        self.blobs = twins.blobs
        self.postings = twins.postings
        self.turns = twins.turns
        self.index = HashedIndex()
        self.model = model or NoModel()
        self.finder = JobFinder(postings=self.postings, index=self.index, clock=self.clock)
        self.own_postings = InMemoryPrivatePostings(users=twins.users)
        self.answers = InMemoryAnswers(stores=twins)
        self.lookup = PostingLookup(postings=self.postings, private=self.own_postings)
        self.gaps = GapFinder(jobs=self.finder, postings=self.postings, clock=self.clock)
        self.applications = InMemoryApplications(stores=twins)
        self.ledger = ApplicationLedger(
            applications=self.applications,
            postings=self.postings,
            private=self.own_postings,
            reminders=self.pushes.reminders,
            clock=self.clock,
            follow_up=timedelta(days=7),
        )
        prompts = Catalogue.load()
        agents: tuple[Agent, ...] = (
            ProfileAgent(
                profiles=self.profiles,
                blobs=self.blobs,
                users=self.users,
                reader=DirectReader(),
                clock=self.clock,
                model=self.model,
                prompts=prompts,
            ),
            JobSearchAgent(
                profiles=self.profiles,
                postings=self.postings,
                users=self.users,
                jobs=self.finder,
                pushes=OneByOne(postings=self.postings, jobs=self.finder),
                searches=self.pushes.searches,
                reminders=self.pushes.reminders,
                follow_up=timedelta(days=7),
                counts=self.pushes.counts,
                clock=self.clock,
                intake=PostingIntake(
                    private=self.own_postings,
                    postings=self.postings,
                    blobs=self.blobs,
                    clock=self.clock,
                    jobs=self.finder,
                    source=source,
                    pictures=pictures,
                ),
                lookup=self.lookup,
                ledger=self.ledger,
            ),
            CareerAdviceAgent(
                profiles=self.profiles,
                jobs=self.finder,
                clock=self.clock,
                model=self.model,
                prompts=prompts,
                lookup=self.lookup,
                answers=self.answers,
                demand=LiveDemand(gaps=self.gaps),
            ),
        )
        self.agents: Mapping[AgentId, Agent] = {agent.id: agent for agent in agents}

    async def load(self, *postings: Posting) -> None:
        """Ingest postings and index them."""
        await self.postings.ingest("test", postings, complete=False)
        await self.finder.catch_up()

    def answering(self, default: AgentId) -> Answering:
        """One agent answers words and files; a button goes to the agent it belongs to."""

        async def answer(turn: Turn, dialogue: Dialogue, events: EventSink) -> Reply:
            agent = default
            if turn.message.action is not None:
                agent = turn.message.action.agent
            user = await self.users.get(turn.user)
            assert user is not None
            part = await self.agents[agent].answer(
                AgentRequest(
                    turn=turn,
                    dialogue=dialogue,
                    user=user,
                    route=Route(agents=(agent,), confidence=1.0, by="rule"),
                    language="en",
                    events=events,
                )
            )
            return compose([(agent, part)], built=self.agents, audience=Audience.SEEKER)

        return answer


class Talk:
    """Says and taps; keeps the last reply and every event."""

    def __init__(self, stores: Stores, answer: Answering, *, locale: str | None = None) -> None:
        self.stores = stores
        self._answer = answer
        self._locale = locale
        self._count = 0
        self.reply = Reply(blocks=(), agents=())
        self.events: list[TurnEvent] = []
        self.last_turn: Turn | None = None
        self._last_dialogue = Dialogue()

    async def say(
        self,
        words: str = "",
        *,
        files: Sequence[tuple[str, bytes]] = (),
        action: Action | None = None,
        command: str | None = None,
        times: int = 1,
    ) -> str:
        """One turn; ``times`` > 1 runs it again before its reply is stored, as after a crash."""
        attachments = []
        for name, content in files:
            blob = await self.stores.blobs.put(content, owner=None, name=name)
            attachments.append(
                Attachment(
                    blob=blob,
                    name=name,
                    media_type="application/octet-stream",
                    size_bytes=len(content),
                )
            )
        self._count += 1
        message = InboundMessage(
            address=Address(channel=ChannelName.CONSOLE, workspace="", conversation="desk"),
            sender="ana",
            sender_name="Ana Example",
            audience=Audience.SEEKER,
            text=words,
            received_at=self.stores.clock.now(),
            dedupe_keys=(f"m{self._count}",),
            order_key=f"{self._count:06d}",
            attachments=tuple(attachments),
            action=action,
            command=command,
            locale=self._locale,
        )
        turn = (await self.stores.turns.accept(message)).turn
        dialogue = await self.stores.turns.dialogue(turn, last=20)

        async def hear(event: TurnEvent) -> None:
            self.events.append(event)

        for _ in range(times):
            self.reply = await self._answer(turn, dialogue, hear)
        self.last_turn, self._last_dialogue = turn, dialogue
        await self.stores.turns.finish(turn, self.reply)
        return self.text

    def hand_to(self, answer: Answering) -> None:
        """From now on somebody else answers; the conversation goes on."""
        self._answer = answer

    async def tap(self, label: str, *, on: int = 1, times: int = 1) -> str:
        """Press the ``on``-th button that starts with ``label``."""
        found = [button for button in self.buttons if button.label.startswith(label)]
        assert len(found) >= on, f"no button {label!r} among {[b.label for b in self.buttons]}"
        return await self.say(action=found[on - 1].action, times=times)

    @property
    def text(self) -> str:
        """The words of the last reply."""
        return plain_text(self.reply.blocks)

    @property
    def cards(self) -> list[Card]:
        """The cards of the last reply."""
        return [block for block in self.reply.blocks if isinstance(block, Card)]

    @property
    def titles(self) -> list[str]:
        """The titles of the last reply's cards, without their numbers."""
        return ["".join(run.text for run in card.title).partition(". ")[2] for card in self.cards]

    @property
    def buttons(self) -> list[Button]:
        """Every button of the last reply, in order."""
        return list(_buttons(self.reply))

    @property
    def labels(self) -> list[str]:
        """What the buttons say."""
        return [button.label for button in self.buttons]

    async def profile(self) -> Profile:
        """The person's stored profile."""
        assert self.last_turn is not None
        return await self.stores.profiles.get(self.last_turn.user)


def posting(
    number: int,
    title: str,
    *,
    company: str = "Initech",
    description: str = "",
    place: str = "Berlin, Germany",
    country: str | None = "DE",
    remote: RemoteMode = RemoteMode.UNKNOWN,
    pay: tuple[float, float] | None = None,
    currency: str = "EUR",
    posted_on: date = date(2026, 10, 30),
) -> Posting:
    """A posting for tests; pay is a yearly range."""
    return Posting(
        id=PostingId(f"p{number}"),
        source="test",
        source_id=str(number),
        title=title,
        company=company,
        description=description or f"We look for a {title}. You know Python and PostgreSQL.",
        places=(Place(raw=place, city=place.split(",")[0], country=country),) if place else (),
        remote=remote,
        salary=None
        if pay is None
        else Salary(
            raw=f"{pay[0]:.0f}-{pay[1]:.0f} {currency}",
            minimum=pay[0],
            maximum=pay[1],
            currency=currency,
            period=PayPeriod.YEAR,
        ),
        url=f"https://jobs.example/{number}",
        posted_on=posted_on,
    )


def json_resume() -> bytes:
    """A JSON Resume document."""
    return json.dumps(
        {
            "basics": {"name": "Bo Sample", "label": "Nurse", "email": "bo@example.org"},
            "work": [
                {
                    "name": "City Hospital",
                    "position": "Nurse",
                    "startDate": "2019-02",
                    "endDate": "2023-06",
                }
            ],
            "skills": [{"name": "Intensive care"}],
        }
    ).encode()


def _buttons(reply: Reply) -> Iterator[Button]:
    for block in reply.blocks:
        match block:
            case Card() | Buttons():
                yield from block.buttons
            case _:
                pass
