"""A working week with the real search, the real catalogue and the stores: nothing comes twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from domain.digest.model import FinishedDigest, WrittenDigest
from domain.posting import Posting, Stance
from domain.profiles import Profile, SearchPreferences
from domain.reply import Chart
from graph.digest.desk import DigestDesk
from graph.job_finder import JobFinder
from graph.job_planning import PushPlanner
from graph.learning.library import Library
from integrations.learning.bundled import bundled_resources
from prompts.catalogue import Catalogue
from tests.twins.hashed_index import HashedIndex
from tests.twins.models import HashingEmbedder
from tests.twins.stores_pushes import InMemoryPushStores
from tests.unit.digest_content_stage import BERLIN, NOW, words
from tests.unit.matching_samples import RESUME, job

MONDAY = NOW - timedelta(days=3)
_ASKS = "Requirements:\n- 3+ years of Python\n- PostgreSQL\n- Kubernetes\n- Terraform"


def jobs_of(day: int) -> list[Posting]:
    """Three that fit and one that does not; the last of a day can be applied for that day only."""
    fitting = [
        job(f"{day}-{number}", f"Backend Engineer {day}{number}", _ASKS) for number in range(3)
    ]
    today = (MONDAY + timedelta(days=day)).date()
    fitting[-1] = replace(fitting[-1], valid_through=today)
    return [*fitting, job(f"{day}-n", "Registered Nurse", "Patient care on the ICU.")]


async def test_in_a_week_no_job_and_no_resource_comes_twice_and_none_is_over() -> None:
    stage = InMemoryPushStores()
    stores, clock = stage.stores, stage.stores.clock
    clock.advance(MONDAY - clock.now() - timedelta(hours=1))
    index = HashedIndex()
    finder = JobFinder(postings=stores.postings, index=index, clock=clock)
    planner = PushPlanner(
        finder=finder,
        embedder=HashingEmbedder(),
        vectors=stage.vectors,
        postings=stores.postings,
        index=index,
    )
    desk = DigestDesk(
        users=stores.users,
        profiles=stores.profiles,
        postings=stores.postings,
        search=planner,
        library=Library(bundled=bundled_resources(), stored=stage.resources),
        resources=stage.resources,
        reminders=stage.reminders,
        digests=stage.digests,
        health=stage.health,
        roles=(),
        model=None,
        prompts=Catalogue.load(),
        late_after=timedelta(hours=1),
        model_sentence=True,
    )
    user = stores.users.add().id
    await stores.users.save_settings(user, replace(BERLIN, digest_items=2))
    wishes = SearchPreferences(titles=("Backend Engineer",))
    await stores.profiles.save(Profile(user=user, resume=RESUME, preferences=wishes))
    sent: list[WrittenDigest] = []
    for day in range(5):
        await stores.postings.ingest("test", jobs_of(day), complete=False)
        clock.advance(timedelta(hours=1))
        now = clock.now()
        await stores.postings.expire(now=now)
        await stage.digests.enqueue_due(now=now)
        (due,) = await stage.digests.claim(now=now, lease=timedelta(minutes=5), limit=9)
        (written,) = await desk.write([due], now=now)
        assert written is not None
        done = FinishedDigest(written=written, outcome="sent")
        assert await stage.digests.finish([done]) == [True]
        sent.append(written)
        if day == 1:
            await stores.postings.note(user, written.shown[0], Stance.APPLIED, on=True)
            await stores.postings.close(written.shown[0])
        clock.advance(timedelta(hours=23))

    shown = Counter(posting for written in sent for posting in written.shown)
    resources = [resource for written in sent for resource in written.resources]
    said = [words(written.reply) for written in sent if written.reply is not None]

    assert [len(written.shown) for written in sent] == [2] * 5
    assert set(shown.values()) == {1}
    for day, written in enumerate(sent):
        over = {jobs_of(earlier)[2].id for earlier in range(day)}
        assert not over & set(written.shown)
    assert len(resources) == len(set(resources)) > 0
    assert all("would open" in one or " ask" in one for one in said)
    assert [("no longer listed" in one) for one in said] == [False, False, True, False, False]
    assert not any("Registered Nurse" in one for one in said)
    assert [_has_chart(written) for written in sent] == [False] * 4 + [True]


def _has_chart(written: WrittenDigest) -> bool:
    return written.reply is not None and any(isinstance(b, Chart) for b in written.reply.blocks)
