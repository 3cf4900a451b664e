"""Roles in conversation: made, changed, bound, closed; who may; the same after a crash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.agents import AgentId
from domain.deciding.model import LogKind
from domain.errors import SourceUnavailable, UnreadableDocument, UserMistake
from domain.ids import RoleId, UserId
from domain.messages import Action, Attachment
from domain.ports import Listing, PostingSource
from domain.posting import Posting
from domain.reply import Buttons, plain_text
from domain.roles.model import Role, Rubric, RubricVersion, Standing
from domain.screening.wording import offending_words
from graph.roles.here import named_in
from tests.twins.stores_candidates import InMemoryCandidates
from tests.twins.stores_roles import InMemoryRoles
from tests.twins.talk import posting
from tests.unit.roles_stage import CHANNEL, DESCRIPTION, DIRECT, Team


class OnePosting(PostingSource):
    """Answers any link with these postings; without any it does not answer."""

    def __init__(self, postings: Sequence[Posting]) -> None:
        self._postings = tuple(postings)

    async def fetch(self, location: str) -> Listing:
        if not self._postings:
            raise SourceUnavailable("no answer")
        return Listing(source="test", postings=self._postings, complete=False)


async def test_a_pasted_description_becomes_a_proposal_that_is_not_saved() -> None:
    team = Team()
    said = await team.say(f"New role: Backend Engineer\n\n{DESCRIPTION}")
    assert said.startswith("Backend Engineer: I propose a rubric with 1 gate, 5 criteria, 2 notes.")
    assert "Python, 5 years · weight 4 · 5+ years of professional experience with Python" in said
    assert "Not taken: top school" in said
    assert [one.label for one in team.buttons] == [
        "Use: degree in the field or equivalent experience",
        "Use: German at C1",
        "Save v1",
        "Weights",
        "Add",
    ]
    assert team.only.rubric is None
    assert (team.only.title, team.only.place) == ("Backend Engineer", "Berlin")
    assert team.only.mail_tag.startswith("backend-engineer-")


async def test_everything_said_keeps_to_our_words_and_to_no_person() -> None:
    team = Team()
    await team.with_role(at=CHANNEL)
    for words in (
        "show the rubric", "who is on the team", "roles", "notice for candidates", "retention",
        "add: under 35", "weight of Python to 2", "mail address", "close the role",
    ):  # fmt: skip
        said = await team.say(words, at=CHANNEL)
        assert said
        assert offending_words(said, quotes=["under 35"]) == ()
        assert team.reply is not None
        assert not team.reply.is_personal


async def test_saving_binds_the_channel_and_logs() -> None:
    team = Team()
    await team.say(f"New role: Backend Engineer\n\n{DESCRIPTION}", at=CHANNEL)
    said = await team.tap("Save v1", at=CHANNEL, times=2)
    assert said.startswith("Saved as rubric v1 of Backend Engineer.")
    assert "This conversation is the place of Backend Engineer now." in said
    assert await team.roles.bound_to(CHANNEL) == team.only
    kinds = [entry.kind for entry in team.recruiting.decisions.lines]
    assert kinds.count(LogKind.ROLE_CREATED) == 1
    assert kinds.count(LogKind.CRITERION_REFUSED) == 2
    assert kinds.count(LogKind.RUBRIC_SAVED) == 1


async def test_changes_before_saving_are_kept_until_then() -> None:
    team = Team()
    await team.say(f"New role: Backend Engineer\n\n{DESCRIPTION}")
    await team.tap("Use: German at C1")
    await team.say("weight of Python to 5")
    await team.say("remove Docker")
    await team.tap("Save v1")
    version = team.only.rubric
    assert version is not None
    assert [(one.label, one.weight) for one in version.rubric.criteria] == [
        ("Python, 5 years", 5),
        ("PostgreSQL", 4),
        ("Bachelor's degree in computer science", 4),
        ("Kubernetes", 2),
        ("German at C1", 3),
    ]


async def test_weights_come_from_a_dialog_or_are_explained() -> None:
    team = Team()
    await team.with_role()
    await team.say("show the rubric")
    weights = next(one for one in team.buttons if one.label == "Weights")
    assert weights.form is not None
    assert [field.id for field in weights.form.fields] == ["c1", "c2", "c3", "c4", "c5"]
    said = await team.tap("Weights", form={"c1": "1", "c5": "0"}, times=2)
    assert said.startswith("The weights are set. Saved as rubric v2")
    version = team.only.rubric
    assert version is not None
    assert [one.weight for one in version.rubric.criteria] == [1, 4, 4, 4]
    await team.say("show the rubric")
    assert "weight of Python, 5 years to 5" in await team.tap("Weights")


@pytest.mark.parametrize("words", ["add must: 3 years of Terraform", "remove Docker"])
async def test_a_change_that_runs_twice_is_made_once(words: str) -> None:
    once, twice = Team(), Team()
    for team, times in ((once, 1), (twice, 3)):
        await team.with_role()
        said = await team.say(words, times=times)
        assert "Saved as rubric v2" in said
        assert team.only.rubric is not None
        assert team.only.rubric.number == 2
    first, second = once.only.rubric, twice.only.rubric
    assert first is not None
    assert second is not None
    assert first.rubric.digest == second.rubric.digest


async def test_a_role_that_is_made_twice_by_one_turn_is_one() -> None:
    team = Team()
    await team.say(f"New role: Backend Engineer\n\n{DESCRIPTION}", times=3)
    assert len(team.roles.roles) == 1
    assert len(team.recruiting.decisions.lines) == 3  # made, and two criteria refused


async def test_what_must_not_be_asked_is_refused_with_a_lawful_offer() -> None:
    team = Team()
    await team.with_role()
    said = await team.say("add must: digital native")
    assert "Not taken: digital native" in said
    assert team.only.rubric is not None
    assert team.only.rubric.number == 1
    assert "Saved as rubric v2" in await team.tap("Use: has led a project")
    details = [one.detail for one in team.recruiting.decisions.lines]
    assert "age: digital native" in details


async def test_a_title_alone_is_asked_for_its_description() -> None:
    team = Team()
    assert "The description for Data Analyst is not there yet." in await team.say(
        "New role: Data Analyst"
    )
    assert not team.roles.roles
    said = await team.say("You know SQL and Python. You have 3 years of experience with Tableau.")
    assert said.startswith("Data Analyst: I propose a rubric")


async def test_a_long_pasted_text_is_offered_as_a_role() -> None:
    team = Team()
    said = await team.say(DESCRIPTION + "\nWe are a team of nine people.\n" * 6)
    assert said == "This looks like a job description. Shall I make a role?"
    assert not team.roles.roles
    assert (await team.tap("Make a role of it")).startswith("Backend Engineer: I propose")


async def test_a_dialog_and_a_file_make_roles() -> None:
    team = Team()
    form = {"form.title": "Nurse", "form.description": DESCRIPTION}
    action = Action(agent=AgentId.SCREENING, verb="new_role", arguments=form)
    assert (await team.ask(team.request(action=action))).startswith("Nurse: I propose")
    blob = await team.stores.blobs.put(DESCRIPTION.encode(), owner=None, name="jd.txt")
    file = Attachment(blob=blob, name="jd.txt", media_type="text/plain", size_bytes=9)
    said = await team.ask(team.request("New role: Developer", files=[file]))
    assert said.startswith("Developer: I propose")
    empty = await team.stores.blobs.put(b"", owner=None, name="jd.txt")
    with pytest.raises(UnreadableDocument):
        await team.ask(
            team.request(
                "new role:",
                files=[
                    Attachment(blob=empty, name="jd.txt", media_type="text/plain", size_bytes=0)
                ],
            )
        )


async def test_links_are_opened_only_where_that_is_possible() -> None:
    link = "New role: https://jobs.example/1"
    with pytest.raises(UserMistake, match="Paste the text"):
        await Team().say(link)
    with pytest.raises(UserMistake, match="could not read"):
        await Team(source=OnePosting([])).say(link)
    one = posting(1, "Nurse", description=DESCRIPTION)
    with pytest.raises(UserMistake, match="2 postings"):
        await Team(source=OnePosting([one, posting(2, "Cook")])).say(link)
    team = Team(source=OnePosting([one]))
    await team.say(link)
    assert (team.only.title, team.only.place) == ("Nurse", "Berlin, Germany")


async def test_whoever_writes_in_the_channel_is_a_reviewer_and_may_not_edit() -> None:
    team = Team()
    role = await team.with_role(at=CHANNEL)
    bo = team.person("Bo Sample")
    assert "Backend Engineer · rubric v1" in await team.say("show the rubric", by=bo, at=CHANNEL)
    assert "Weights" not in [one.label for one in team.buttons]
    assert await team.here.standing(role, bo) is Standing.REVIEWER
    assert LogKind.JOINED in [one.kind for one in team.recruiting.decisions.lines]
    with pytest.raises(UserMistake, match="it takes a recruiter"):
        await team.say("remove Docker", by=bo, at=CHANNEL)
    with pytest.raises(UserMistake, match="it takes an owner"):
        await team.say("close the role", by=bo, at=CHANNEL)
    assert "Bo Sample is recruiter now" in await team.say("make Bo recruiter", at=CHANNEL)
    assert "Saved as rubric v2" in await team.say("remove Docker", by=bo, at=CHANNEL)
    assert "not on the team" in await team.say("remove Bo Sample from the team", at=CHANNEL)


async def test_a_stranger_sees_nothing_and_forged_buttons_say_nothing() -> None:
    team = Team()
    role = await team.with_role()
    eve = team.person("Eve")
    verbs = (
        "show_rubric save_rubric edit_rubric add_criterion members set_standing notice retention "
        "close_role reopen_role bind_here role_address"
    )
    for verb in verbs.split():
        forged = {"role": role.id, "user": eve, "standing": "owner", "words": "retention 90 days"}
        action = Action(agent=AgentId.SCREENING, verb=verb, arguments=forged)
        with pytest.raises(UserMistake, match="not on the team") as refused:
            await team.ask(team.request(by=eve, action=action))
        assert role.title not in str(refused.value)
    unknown = Action(agent=AgentId.SCREENING, verb="show_rubric", arguments={"role": "r_0"})
    assert "no open role" in await team.ask(team.request(by=eve, action=unknown))
    foreign = Action(agent=AgentId.SCREENING, verb="reveal", arguments={"role": role.id})
    assert await team.ask(team.request(action=foreign)) == ""


async def test_a_new_role_keeps_files_as_long_as_the_operator_set() -> None:
    team = Team(retention_days=60)
    await team.with_role()
    assert "60 days" in await team.say("how long do you keep the files")


async def test_closing_keeping_and_the_rest_of_a_role() -> None:
    team = Team()
    await team.with_role()
    assert "180 days" in await team.say("how long do you keep the files")
    assert "90 days now" in await team.say("retention 90 days")
    with pytest.raises(UserMistake, match="outside of 30 to 1825 days"):
        await team.say("retention 5 days")
    assert "erased 90 days after" in await team.say("close the role")
    assert not team.only.is_open
    assert "open again" in await team.say("reopen Backend Engineer")
    assert f"jobs+{team.only.mail_tag}@example.org" in await team.say("mail address")
    assert "90 Tage" in await team.say("Datenschutzhinweis für Bewerber")
    assert "1 person on the team" in await team.say("what may I do here")


async def test_places_are_bound_and_unbound_by_words() -> None:
    team = Team()
    await team.with_role()
    assert "the place of Backend Engineer now" in await team.say(
        "use this channel for Backend Engineer", at=CHANNEL
    )
    await team.say(f"New role: Nurse\n\n{DESCRIPTION}")
    said = await team.say("use this channel for Nurse", at=CHANNEL)
    assert "It was the place of Backend Engineer before." in said
    assert "not the place of Nurse any more" in await team.say("unbind", at=CHANNEL)
    assert "belongs to no role" in await team.say("unbind Nurse", at=CHANNEL)


async def test_a_channel_is_not_taken_from_another_team() -> None:
    team = Team()
    role = await team.with_role(at=CHANNEL)
    eve = team.person("Eve Example")
    await team.say(f"New role: Nurse\n\n{DESCRIPTION}", by=eve)
    with pytest.raises(UserMistake, match="takes a recruiter"):
        await team.say("use this channel for Nurse", by=eve, at=CHANNEL)
    bound = await team.roles.bound_to(CHANNEL)
    assert bound is not None
    assert bound.id == role.id


class TwelveOld(InMemoryCandidates):
    """Twelve candidates whose scores are of an older version."""

    async def counts(self, role: RoleId) -> Mapping[str, int]:
        return {"done": 12, "stale": 12}


class Overtaken(InMemoryRoles):
    """Somebody else saves an empty rubric just before every change."""

    async def save_rubric(
        self, role: RoleId, rubric: Rubric, *, by: UserId | None, after: int | None, at: datetime
    ) -> RubricVersion:
        await super().save_rubric(role, Rubric(), by=None, after=after, at=at)
        return await super().save_rubric(role, rubric, by=by, after=after, at=at)


async def test_a_newer_version_says_how_many_scores_are_older() -> None:
    team = Team()
    role = await team.with_role()
    recruiting = team.recruiting
    team.use(
        candidates=TwelveOld(
            stores=team.stores, roles=recruiting.roles, decisions=recruiting.decisions
        )
    )
    said = await team.say("weight of Python to 1")
    assert "12 candidates have scores of an older version." in said
    (again,) = team.buttons
    assert again.action == Action(
        agent=AgentId.SCREENING, verb="rescore", arguments={"role": role.id}
    )


async def test_somebody_elses_newer_version_is_not_overwritten() -> None:
    team = Team()
    role = await team.with_role()
    overtaken = Overtaken()
    for name, value in vars(team.roles).items():
        setattr(overtaken, name, value)
    team.use(roles=overtaken)
    with pytest.raises(UserMistake, match="at the same moment"):
        await team.say("remove Docker")
    now = await overtaken.get(role.id)
    assert now is not None
    assert now.rubric is not None
    assert (now.rubric.number, now.rubric.rubric) == (2, Rubric())


async def test_other_matters_are_left_to_others() -> None:
    team = Team()
    await team.with_role()
    for words in (
        "rank the candidates", "how far are you?", "remove candidate 3", "show me Amber Heron",
        "add these resumes", "hello", "decline number 4", "score again", "delete everything",
    ):  # fmt: skip
        assert await team.say(words) == "", words


async def test_which_role_is_meant() -> None:
    team = Team()
    assert (await team.here.find(team.request("show the rubric"))).role is None
    backend = await team.with_role()
    assert (await team.here.find(team.request("status"))).role == backend
    await team.say(f"New role: Senior Backend Engineer\n\n{DESCRIPTION}")
    both = await team.here.find(team.request("status"))
    assert both.role is None
    assert len(both.choices) == 2
    named = await team.here.find(team.request("rank backend engineer"))
    assert named.role == backend
    assert named.is_named
    longer = await team.here.find(team.request("rank the Senior Backend Engineer please"))
    assert longer.role is not None
    assert longer.role.title == "Senior Backend Engineer"
    await team.roles.bind(backend.id, CHANNEL, at=team.stores.clock.now())
    thread = replace(CHANNEL, conversation="C1:17.5")
    assert (await team.here.find(team.request("status", at=thread))).role == backend
    tagged = await team.here.find(team.request("hi", mail_tag=longer.role.mail_tag.upper()))
    assert tagged.role == longer.role
    team.pending.clear()
    assert "Which role do you mean?" in await team.say("show the rubric", at=DIRECT)
    assert {one.label for one in team.buttons} == {"Senior Backend Engineer", "Backend Engineer"}


def test_a_short_title_is_not_found_everywhere() -> None:
    role = Role(
        id=RoleId("r_1"),
        title="QA",
        description="",
        created_by=None,
        created_at=datetime(2026, 11, 2, tzinfo=UTC),
    )
    assert named_in("qa please", (role,)) == ()


async def test_hostile_titles_stay_text() -> None:
    team = Team()
    title = "<!channel> *x* {0} `rm` {title}"
    await team.say(f"New role: {title}\n\n{DESCRIPTION}")
    assert team.reply is not None
    assert team.only.title in plain_text(team.reply.blocks)
    assert "{title}" in await team.say("notice for candidates")
    assert isinstance(team.reply.blocks[-1], Buttons)
    assert len(team.only.mail_tag) < 40
