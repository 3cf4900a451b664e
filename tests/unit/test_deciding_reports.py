"""Reports, exports, audits and the log."""

from __future__ import annotations

import csv
import io
import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.agents import AgentId
from domain.deciding.model import LogEntry, LogKind
from domain.errors import UserMistake
from domain.ids import TurnId
from domain.messages import Attachment
from domain.papers import Paper
from domain.redaction.leaks import leaks
from domain.reply import File, Notice, plain_text
from graph.agents.reports.audits import AuditDesk
from graph.bias_report.report import bias_report
from graph.deciding.candidate_paper import CandidateReport, candidate_paper
from graph.deciding.exporting import cell
from graph.deciding.handing import FileHanding, Subject
from graph.screening.guarding import Guard
from tests.unit.deciding_stage import NAMES, DecidingTeam, PlainPress, resume_text
from tests.unit.roles_stage import CHANNEL, PlainReader

ME = AgentId.REPORTS


def _names_nobody(words: str) -> bool:
    return not any(part in words for name in NAMES for part in name.split())


async def test_the_bias_report_comes_with_its_paper() -> None:
    team = DecidingTeam()
    await team.opened()
    said = await team.tell(ME, "bias report for candidate 1", at=CHANNEL)
    assert "It says nothing about who the person is." in said
    assert "identity signals were found, all are out of the scoring copy." in said
    assert "variants ±0" in said
    (file,) = team.files
    assert file.media_type == "application/pdf"
    assert team.stores.blobs.files[file.blob].owner is None
    assert _names_nobody(team.content(file))


async def test_an_open_channel_gets_counts_and_the_rest_goes_to_one_person() -> None:
    team = DecidingTeam()
    await team.opened()
    request = team.request("bias report for candidate 1", at=CHANNEL)
    message = replace(request.turn.message, is_open_to_all=True)
    request = replace(request, turn=replace(request.turn, message=message))
    said = await team.of(ME, request)
    assert not team.files
    assert "Employer" not in said
    assert team.reply is not None
    assert not team.reply.is_personal
    action = team.button("Full report").action
    message = replace(message, text="", action=action)
    again = replace(request, turn=replace(request.turn, id=TurnId("c_1:x"), message=message))
    await team.of(ME, again)
    assert team.files
    assert team.reply is not None
    assert team.reply.is_personal


async def test_the_evaluation_on_paper_has_evidence_unknowns_and_limits() -> None:
    team = DecidingTeam()
    role = await team.opened()
    candidate = (await team.candidates())[2]
    await team.press(ME, "report", {"candidate": candidate.id}, by=team.rui, at=CHANNEL)
    (file,) = team.files
    paper = team.content(file)
    assert f"Evaluation: {await team.name(3)}" in paper
    assert "Model: no model used" in paper
    assert "Kafka | 2 | shown" in paper
    assert "Python, 3 years | 4 | not known | – (not stated) | –" in paper
    assert "What have you done with Python, and for how long?" in paper
    assert "variants ±0" in paper
    assert "Decision support. A person decides." in paper
    dossier = await team.recruiting.candidates.dossier(candidate.id)
    assert dossier is not None
    assert dossier.sha256 in paper
    assert leaks(paper, dossier.resume, file_name="cv-3.txt") == ()
    assert role.title in paper


async def test_a_paper_that_would_name_somebody_is_mended_before_it_leaves() -> None:
    team = DecidingTeam()
    role = await team.opened()
    candidate = (await team.candidates())[0]
    await team.recruiting.decisions.log(
        LogEntry(
            role=role.id,
            kind=LogKind.DISPUTED,
            by=team.ana,
            at=team.stores.clock.now(),
            candidate=candidate.id,
            detail="Renate Okonkwo says the dates are wrong",
        )
    )
    await team.press(ME, "report", {"candidate": candidate.id}, at=CHANNEL)
    paper = team.content(team.files[0])
    assert "Disputed by people" in paper
    assert "says the dates are wrong" in paper or "[removed]" in paper
    assert _names_nobody(paper)


async def test_a_paper_whose_print_names_somebody_stays_here() -> None:
    team = DecidingTeam()
    await team.opened()
    candidate = (await team.candidates())[0]
    dossier = await team.recruiting.candidates.dossier(candidate.id)
    assert dossier is not None

    class Betraying(PlainPress):
        async def print(self, paper: Paper) -> bytes:
            return await super().print(paper) + b"\nAuthor: Renate Okonkwo"

    handing = FileHanding(press=Betraying(), reader=PlainReader(), blobs=team.stores.blobs)
    before = len(team.stores.blobs.files)
    block = await handing.paper(
        Paper(title="Evaluation"),
        name="x",
        owner=team.ana,
        caption="Evaluation",
        about=(Subject(candidate=candidate, dossier=dossier),),
    )
    assert isinstance(block, Notice)
    assert len(team.stores.blobs.files) == before


async def test_a_quotation_that_does_not_stand_in_the_text_is_left_out() -> None:
    team = DecidingTeam()
    await team.opened()
    candidate = (await team.candidates())[0]
    seen = await team.screening.evaluated(candidate)
    dossier = await team.recruiting.candidates.dossier(candidate.id)
    assert seen is not None
    assert dossier is not None
    lines = tuple(
        replace(line, text=line.text.replace("Built", "Invented")) for line in seen.blind.lines
    )
    report = CandidateReport(
        seen=replace(seen, blind=replace(seen.blind, lines=lines)),
        dossier=dossier,
        bias=bias_report(
            dossier.resume, file_name="", sha256="0", as_of=dossier.as_of, tool_version="1"
        ),
        disputes=(),
        made_on=dossier.as_of,
        version="1",
    )
    paper = (await PlainPress().print(candidate_paper(report))).decode()
    assert "Invented" not in paper
    assert "did not stand in the visible text" in paper


async def test_no_file_about_candidates_outlives_them_by_more_than_a_day() -> None:
    team = DecidingTeam()
    await team.opened()
    for words in (
        "bias report for candidate 1",
        "report on candidate 1",
        "summary as pdf",
        "export as CSV",
        "export as JSON",
        "export as PDF",
    ):
        await team.tell(ME, words, at=CHANNEL)
    candidate = (await team.candidates())[0]
    await team.press(AgentId.SCRIPTS, "kit", {"candidate": candidate.id, "pdf": "1"}, at=CHANNEL)
    kept = team.stores.blobs.files
    handed = [
        block.blob for reply in team.seen for block in reply.blocks if isinstance(block, File)
    ]
    assert len(handed) == 7
    assert {kept[blob].owner for blob in handed} == {None}
    team.stores.clock.advance(timedelta(days=1, minutes=1))
    await team.stores.blobs.sweep(older_than=timedelta(days=1))
    assert not set(handed) & set(kept)


async def test_texts_are_looked_through_beside_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    team = DecidingTeam()
    await team.opened()
    threads: list[threading.Thread] = []
    looked = Guard.line

    def noted(guard: Guard, words: str) -> str:
        threads.append(threading.current_thread())
        return looked(guard, words)

    monkeypatch.setattr(Guard, "line", noted)
    matching = AgentId.CANDIDATE_MATCHING
    for agent, words in (
        (matching, "advance candidate 1: Python in nine years of billing services"),
        (matching, "review blind"),
        (ME, "export as CSV"),
        (ME, "summary as pdf"),
    ):
        before = len(threads)
        await team.tell(agent, words, at=CHANNEL)
        assert len(threads) > before, words
    assert threading.main_thread() not in threads


async def test_the_summary_counts_and_says_what_is_open() -> None:
    team = DecidingTeam()
    await team.opened()
    await team.arrive(resume_text(0).replace("number 0", "number zero"), "")
    said = await team.tell(ME, "role summary", at=CHANNEL)
    assert said.startswith("Backend Engineer: 5 candidates, 4 evaluated, 1 could not be read.")
    assert "Decisions: 4 surfaced, not rejected" in said
    assert "Your open reviews: 4" in said
    await team.push("Summary as PDF", at=CHANNEL)
    assert "Criteria over all candidates" in team.content(team.files[0])


async def test_the_table_has_pseudonyms_evidence_and_decisions() -> None:
    team = DecidingTeam()
    await team.opened()
    matching = AgentId.CANDIDATE_MATCHING
    await team.tell(matching, "advance candidate 1: =HYPERLINK is no reason, Python is", at=CHANNEL)
    said = await team.tell(ME, "export as CSV", at=CHANNEL)
    assert "no identity" in said
    (file,) = team.files
    assert file.name == "backend-engineer-candidates.csv"
    rows = list(csv.DictReader(io.StringIO(team.content(file))))
    assert [row["pseudonym"] for row in rows] == [await team.name(n) for n in (1, 2, 3)]
    assert rows[0]["decision"] == "advance"
    assert rows[0]["decision_reason"].startswith("'=HYPERLINK")
    assert rows[1]["decision"] == "surfaced, not rejected"
    assert rows[2]["Kafka (state)"] == "shown"
    assert rows[2]["Python, 3 years (points)"] == ""
    assert _names_nobody(team.content(file))
    logged = [one for one in team.recruiting.decisions.lines if one.kind is LogKind.EXPORTED]
    assert [one.detail for one in logged] == ["csv, 3 candidates"]


async def test_json_has_the_log_and_a_format_is_asked_for() -> None:
    team = DecidingTeam()
    await team.opened()
    assert "in which format?" in await team.tell(ME, "export", at=CHANNEL)
    await team.tell(ME, "JSON please", at=CHANNEL)
    document = json.loads(team.content(team.files[0]))
    assert [one["number"] for one in document["candidates"]] == [1, 2, 3]
    assert document["candidates"][0]["score"]["criteria"]["c3"]["state"] == "unknown"
    assert {"role_created", "rubric_saved"} <= {one["kind"] for one in document["log"]}
    said = await team.tell(ME, "export as CSV", by=team.rui, at=CHANNEL)
    assert "it takes a recruiter" in said


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        (" @SUM(A1)", "' @SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("\t=cmd", "'\t=cmd"),
        ("＝1", "'＝1"),
        (-1.5, "-1.5"),
        (None, ""),
        ("plain\x00text", "plaintext"),
    ],
)
def test_no_cell_is_a_formula(value: object, expected: str) -> None:
    assert cell(value) == expected


async def test_the_log_says_who_did_what_and_names_no_candidate() -> None:
    team = DecidingTeam()
    await team.opened()
    await team.tell(AgentId.CANDIDATE_MATCHING, "hold candidate 2: Kafka is still open", at=CHANNEL)
    said = await team.tell(ME, "show the log", at=CHANNEL)
    assert f"Ana Example | decided | {await team.name(2)} (2) | hold" in said
    assert _names_nobody(said)
    said = await team.tell(ME, "show the log", by=team.rui, at=CHANNEL)
    assert "it takes a recruiter" in said


# --- audits ---------------------------------------------------------------------------------------


async def _table(team: DecidingTeam, words: str | bytes, *, name: str = "pool.csv") -> Attachment:
    content = words.encode() if isinstance(words, str) else words
    blob = await team.stores.blobs.put(content, owner=team.ana, name=name)
    return Attachment(blob=blob, name=name, media_type="text/csv", size_bytes=len(content))


def _pool() -> str:
    rows = ["selected,sex"]
    rows += [f"{'yes' if i < 60 else 'no'},Male" for i in range(100)]
    rows += [f"{'yes' if i < 40 else 'no'},Female" for i in range(100)]
    return "\n".join(rows)


async def test_an_audit_says_first_what_it_can_detect_and_keeps_nothing_of_the_table() -> None:
    team = DecidingTeam()
    await team.opened()
    table = await _table(team, _pool())
    said = await team.tell(ME, "audit this", at=CHANNEL, files=[table])
    assert said.startswith("n = 200. Smallest ratio we could detect")
    assert "lowest ratio 0.67 (Female against Male)" in said
    assert "not an independent audit" in said
    assert [file.caption for file in team.files] == [
        "The whole audit",
        "The page that may be published, a draft",
    ]
    assert team.stores.blobs.files[table.blob].owner is None  # the sweep's, from now on
    team.stores.clock.advance(timedelta(days=1))
    await team.stores.blobs.sweep(older_than=timedelta(hours=23))
    assert table.blob not in team.stores.blobs.files
    assert team.reply is not None
    assert team.reply.is_personal
    again = await team.tell(ME, "audit", at=CHANNEL, files=[table])
    assert "nothing is kept" in again


async def test_an_audit_that_is_repeated_after_a_crash_finds_its_table_for_a_day() -> None:
    team = DecidingTeam()
    blobs, clock = team.stores.blobs, team.stores.clock

    desk = AuditDesk(
        blobs=blobs,
        handing=FileHanding(press=PlainPress(), reader=PlainReader(), blobs=blobs),
        clock=clock,
        version="1.0",
    )
    table, broken = await _table(team, _pool()), await _table(team, "a,b\n1,2\n")
    request = team.request("audit this", files=[table])
    first = await desk.audit(request, table.blob, role=None)
    again = await desk.audit(request, table.blob, role=None)
    assert plain_text(first.blocks[:4]) == plain_text(again.blocks[:4])
    assert "deleted after a day" in plain_text(again.blocks)
    for _ in range(2):
        with pytest.raises(UserMistake, match="column"):
            await desk.audit(request, broken.blob, role=None)
    clock.advance(timedelta(days=1, minutes=1))
    await blobs.sweep(older_than=timedelta(days=1))
    assert not {table.blob, broken.blob} & set(blobs.files)


async def test_a_small_table_is_not_enough_data() -> None:
    team = DecidingTeam()
    rows = "\n".join(["selected,sex", *["yes,Male", "no,Female"] * 6])
    said = await team.tell(ME, "audit this", files=[await _table(team, rows)])
    assert said.startswith("n = 12.")
    assert "not enough data" in said.lower() or "count under 5" in said


async def test_without_a_table_it_says_which_columns_are_needed() -> None:
    team = DecidingTeam()
    said = await team.tell(ME, "run an audit")
    assert "CSV" in said
    assert "race_ethnicity" in said
    said = await team.tell(ME, "here", files=[await _table(team, _pool())])
    assert said.startswith("n = 200.")


@pytest.mark.parametrize("content", [b"\xff\xfa\x80", b"a,b\n1,2\n", b""])
async def test_a_broken_table_is_refused_and_let_go_too(content: bytes) -> None:
    team = DecidingTeam()
    table = await _table(team, content)
    said = await team.tell(ME, "audit this", files=[table])
    assert "table" in said.lower()
    assert team.stores.blobs.files[table.blob].owner is None
