"""GitHub's REST API, and what speaks like it, as a CodeHost."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from domain.errors import SourceUnavailable
from domain.ports import Clock
from domain.recruiting_ports import CodeHost, RepositoryFacts
from domain.screening.dossier import Repository
from integrations.code_hosting.answers import (
    count_of,
    fields_of,
    full_name_of,
    last_page_of,
    quoted,
    time_of,
    worked_on,
)
from integrations.code_hosting.links import Linked, is_repository_name, linked_by
from integrations.code_hosting.measuring import CodeMeter
from integrations.code_hosting.source_files import has_checks, has_tests
from integrations.code_hosting.web import CodeWeb

_MOST_ACCOUNTS = 3
_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_LANGUAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 +#.'()/-]{0,29}")

UNREACHABLE = "The code host did not answer for a repository."
NOT_THERE = "A linked repository does not exist, or it is private."
NOT_SHOWN = "The code host does not show a linked repository."
NO_TIME = "There was no time left to look at a repository."
NO_TREE = "A repository is too large to list all its files."
NO_PARENT = "The project that a repository was copied from could not be looked at."
NOT_MEASURED = "The code of a repository was too large or too slow to measure."
PARTLY_MEASURED = "The code of a repository was measured in part."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Commits:
    count: int
    sha: str | None
    """Of the latest one."""
    at: datetime | None


class GitHubHost(CodeHost):
    """Looks at accounts and repositories that links name. Close it."""

    def __init__(
        self,
        *,
        base_url: str = "https://api.github.com",
        archive_url: str = "https://codeload.github.com",
        web_host: str = "github.com",
        token: str | None = None,
        clock: Clock,
        meter: CodeMeter | None = None,
        timeout_s: float = 15.0,
        total_s: float = 120.0,
        max_bytes: int = 8_000_000,
        max_archive_bytes: int = 20_000_000,
        fresh_s: float = 3600.0,
    ) -> None:
        """Keep the parts.

        Args:
            base_url: of the REST API.
            archive_url: where ``/{owner}/{name}/tar.gz/{commit}`` is.
            web_host: of the links that people write.
            token: of the operator, only sent to ``base_url``. Without one GitHub answers 60
                questions an hour, about three candidates; with one 5,000.
            clock: the time.
            meter: measures code; None leaves complexity out and downloads nothing.
            timeout_s: longest wait for one answer.
            total_s: after that no more is looked at; what is known by then is reported.
            max_bytes: largest API answer.
            max_archive_bytes: largest archive that is downloaded.
            fresh_s: seconds that an answer is used again without asking.
        """
        self._base = base_url.rstrip("/")
        self._archives = archive_url.rstrip("/")
        self._host = web_host.lower()
        self._clock = clock
        self._meter = meter
        self._total_s = total_s
        self._max_archive_bytes = max_archive_bytes
        self._archive_timeout_s = timeout_s * 2
        self._web = CodeWeb(
            token=token, clock=clock, timeout_s=timeout_s, max_bytes=max_bytes, fresh_s=fresh_s
        )

    async def close(self) -> None:
        """Close the connections and forget what was answered."""
        await self._web.close()

    def links_here(self, links: Sequence[str]) -> int:
        """How many accounts and repositories of this host the links name."""
        linked = linked_by(links, host=self._host)
        return len(linked.accounts) + len(linked.repositories)

    async def look_at(
        self, links: Sequence[str], *, limit: int
    ) -> tuple[str | None, Sequence[RepositoryFacts]]:
        linked = linked_by(links, host=self._host)
        if not (linked.accounts or linked.repositories):
            return None, ()
        until = asyncio.get_running_loop().time() + self._total_s
        try:
            async with asyncio.timeout_at(until):
                account = await self._account(linked)
                entries, facts = await self._chosen(linked, account=account, limit=limit)
        except TimeoutError as error:
            raise SourceUnavailable("The code host did not answer in time.") from error
        for entry in entries:
            try:
                async with asyncio.timeout_at(until):
                    facts.append(await self._facts(entry, account=account))
            except TimeoutError:
                facts.append(self._nothing(full_name_of(entry), problem=NO_TIME))
        if facts and all(fact.problem == UNREACHABLE and not fact.commits for fact in facts):
            raise SourceUnavailable("The code host did not answer.")
        return account, tuple(facts)

    async def _chosen(
        self, linked: Linked, *, account: str | None, limit: int
    ) -> tuple[Sequence[Mapping[str, object]], list[RepositoryFacts]]:
        """Repositories to look at, the named ones first, and what is said of missing ones."""
        missing: list[RepositoryFacts] = []
        entries: dict[str, Mapping[str, object]] = {}
        for owner, name in linked.repositories[:limit]:
            entry = await self._repository(f"{owner}/{name}")
            if isinstance(entry, str):
                missing.append(self._nothing(f"{owner}/{name}", problem=entry))
            else:
                entries.setdefault(full_name_of(entry).lower(), entry)
        if account is not None and len(entries) + len(missing) < limit:
            for entry in await self._most_worked_on(account):
                if len(entries) + len(missing) == limit:
                    break
                entries.setdefault(full_name_of(entry).lower(), entry)
        return tuple(entries.values()), missing

    async def _account(self, linked: Linked) -> str | None:
        """The one person's account that the links name: by profile, else as owner of all."""
        owners = dict.fromkeys(owner for owner, _ in linked.repositories)
        for names in (linked.accounts, tuple(owners)):
            people = []
            for name in names[:_MOST_ACCOUNTS]:
                answer = await self._web.ask(f"{self._base}/users/{quote(name, safe='')}")
                if answer.status != 200:
                    continue
                found = fields_of(answer.document())
                if found.get("type") == "User":
                    people.append(name)
            if people:
                return people[0] if len(people) == 1 else None
        return None

    async def _most_worked_on(self, account: str) -> Sequence[Mapping[str, object]]:
        """Repositories of an account, latest work first: own ones, then copies it worked on."""
        answer = await self._web.ask(
            f"{self._base}/users/{quote(account, safe='')}/repos",
            query={"type": "owner", "sort": "pushed", "per_page": 100},
        )
        if answer.status != 200:
            return ()
        listed = answer.document()
        if not isinstance(listed, list):
            raise SourceUnavailable("The code host sent an answer of another form.")
        return worked_on(listed, own_first=3)

    async def _repository(self, full_name: str) -> Mapping[str, object] | str:
        """A repository, or the sentence that says why there is none. A renamed one is followed."""
        try:
            answer = await self._web.ask(f"{self._base}/repos/{quoted(full_name)}")
            if answer.status != 200:
                return NOT_THERE if answer.status in {404, 410} else NOT_SHOWN
            entry = fields_of(answer.document())
        except SourceUnavailable as error:
            if error.retry_after_s is not None:
                raise
            return UNREACHABLE
        if entry.get("private") is True:
            return NOT_THERE
        return entry if is_repository_name(full_name_of(entry)) else NOT_SHOWN

    async def _facts(self, entry: Mapping[str, object], *, account: str | None) -> RepositoryFacts:
        full_name = full_name_of(entry)
        facts = replace(self._nothing(full_name, problem=""), is_fork=entry.get("fork") is True)
        try:
            every = await self._commits(full_name)
            if every.count == 0:
                return facts
            own = await self._commits(full_name, author=account) if account else None
            facts = replace(
                facts,
                commits=every.count,
                own_commits=min(own.count, every.count) if own else 0,
                last_commit_days_ago=self._days_ago((own or every).at),
                languages=await self._languages(full_name),
            )
            if every.sha is not None:
                facts = await self._with_files(facts, full_name, sha=every.sha)
            if facts.is_fork and account is not None:
                facts = await self._with_upstream(facts, entry, account=account)
        except SourceUnavailable as error:
            if error.retry_after_s is not None:
                raise
            return replace(facts, problem=facts.problem or UNREACHABLE)
        is_theirs = account is None or facts.own_commits > 0
        if self._meter is not None and every.sha and is_theirs and not facts.is_fork:
            facts = await self._measured(facts, full_name, sha=every.sha, meter=self._meter)
        return facts

    async def _commits(self, full_name: str, *, author: str | None = None) -> _Commits:
        query: dict[str, str | int] = {"per_page": 1}
        if author is not None:
            query["author"] = author
        answer = await self._web.ask(f"{self._base}/repos/{quoted(full_name)}/commits", query=query)
        if answer.status != 200:  # 409: there is none yet
            return _Commits(count=0, sha=None, at=None)
        listed = answer.document()
        if not isinstance(listed, list):
            raise SourceUnavailable("The code host sent an answer of another form.")
        if not listed:
            return _Commits(count=0, sha=None, at=None)
        latest = fields_of(listed[0])
        sha = latest.get("sha")
        stated = fields_of(fields_of(latest.get("commit")).get("committer")).get("date")
        return _Commits(
            count=max(len(listed), last_page_of(answer)),
            sha=sha if isinstance(sha, str) and _SHA.fullmatch(sha) else None,
            at=time_of(stated),
        )

    async def _languages(self, full_name: str) -> Mapping[str, int]:
        answer = await self._web.ask(f"{self._base}/repos/{quoted(full_name)}/languages")
        if answer.status != 200:
            return {}
        return {
            name: size
            for name, stated in fields_of(answer.document()).items()
            if _LANGUAGE.fullmatch(name) and (size := count_of(stated)) > 0
        }

    async def _with_files(
        self, facts: RepositoryFacts, full_name: str, *, sha: str
    ) -> RepositoryFacts:
        try:
            answer = await self._web.ask(
                f"{self._base}/repos/{quoted(full_name)}/git/trees/{sha}", query={"recursive": 1}
            )
            tree = fields_of(answer.document()) if answer.status == 200 else {}
        except SourceUnavailable as error:
            if error.retry_after_s is not None:
                raise
            tree = {}
        listed = tree.get("tree")
        entries = listed if isinstance(listed, list) else []
        paths = [
            path
            for one in entries
            if isinstance(path := fields_of(one).get("path"), str) and len(path) <= 1000
        ]
        is_whole = isinstance(listed, list) and tree.get("truncated") is not True
        return replace(
            facts,
            has_tests=has_tests(paths),
            has_ci=has_checks(paths),
            problem=facts.problem if is_whole else NO_TREE,
        )

    async def _with_upstream(
        self, facts: RepositoryFacts, entry: Mapping[str, object], *, account: str
    ) -> RepositoryFacts:
        """What the original project took: commits, else merged pull requests (squashed ones)."""
        if "parent" not in entry:
            whole = await self._repository(full_name_of(entry))
            entry = {} if isinstance(whole, str) else whole
        parent = full_name_of(fields_of(entry.get("parent")))
        if not is_repository_name(parent):
            return replace(facts, problem=facts.problem or NO_PARENT)
        taken = (await self._commits(parent, author=account)).count
        if taken == 0:
            answer = await self._web.ask(
                f"{self._base}/search/issues",
                query={"q": f"repo:{parent} type:pr is:merged author:{account}", "per_page": 1},
            )
            if answer.status == 200:
                taken = count_of(fields_of(answer.document()).get("total_count"))
        return replace(facts, upstream_merged=taken)

    async def _measured(
        self, facts: RepositoryFacts, full_name: str, *, sha: str, meter: CodeMeter
    ) -> RepositoryFacts:
        archive = await self._web.archive(
            f"{self._archives}/{quoted(full_name)}/tar.gz/{sha}",
            max_bytes=self._max_archive_bytes,
            timeout_s=self._archive_timeout_s,
        )
        if archive is None:
            return replace(facts, problem=facts.problem or NOT_MEASURED)
        measured = await meter.measure(archive)
        problem = ""
        if not measured.is_whole:
            problem = PARTLY_MEASURED if measured.files else NOT_MEASURED
        return replace(
            facts,
            functions=measured.functions,
            mean_complexity=measured.mean_complexity,
            problem=facts.problem or problem,
        )

    def _nothing(self, full_name: str, *, problem: str) -> RepositoryFacts:
        return RepositoryFacts(
            repository=Repository(url=f"https://{self._host}/{quoted(full_name)}", name=full_name),
            is_fork=False,
            commits=0,
            own_commits=0,
            upstream_merged=0,
            has_tests=False,
            has_ci=False,
            languages={},
            functions=0,
            mean_complexity=None,
            last_commit_days_ago=None,
            problem=problem,
        )

    def _days_ago(self, at: datetime | None) -> int | None:
        return None if at is None else max(0, (self._clock.now() - at).days)
