"""The stories of ``evaluation.transcripts``, shortened, held with the whole service each time."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from evaluation.transcripts import by_email, in_slack, in_telegram
from evaluation.transcripts.mail_stage import mail_stage
from evaluation.transcripts.service import RESUME, Service
from evaluation.transcripts.slack_stage import slack_stage
from evaluation.transcripts.telegram_stage import TEAM, telegram_stage
from tests.conftest import SHARED

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]

_PRIVATE = ("Okafor", "amara.okafor@example.com", "5550142", "Windrose", "Northfield")
_CHECK_WITHIN_S = 60


def _each_was_answered_once(service: Service) -> None:
    """Every turn has one reply, delivered; nothing waits, failed or is in doubt."""
    turns = service.count("SELECT count(*) FROM turns WHERE finished_at_us IS NOT NULL")
    replies = service.count("SELECT count(*) FROM outbound WHERE turn_id IS NOT NULL")
    others = service.count("SELECT count(*) FROM outbound WHERE state <> 'sent'")
    assert turns == replies > 0
    assert others == 0
    assert service.count("SELECT count(*) FROM inbox") == 0


async def test_telegram_from_start_to_goodbye(tmp_path: Path) -> None:
    paper = in_telegram.blank()
    async with telegram_stage(tmp_path, paper=paper, model=None, database=None) as stage:
        await in_telegram.first_contact(stage)
        await in_telegram.first_matches(stage)
        await in_telegram.what_goes_wrong(stage)
        await in_telegram.in_a_group(stage)
        _each_was_answered_once(stage.service)
        texts = [str(one.get("text", "")) for one in stage.said_in(stage.person.id)]
        twice = [words for words, times in Counter(texts).items() if times > 1]
        assert not twice
        in_group = " ".join(str(one) for one in stage.said_in(TEAM.id))
        assert "The details are private." in in_group
        assert not [word for word in _PRIVATE if word in in_group]
        await in_telegram.goodbye(stage)
        assert stage.service.left_of_people() == {}
        assert stage.telegram.faults == []
        assert stage.telegram.ledger.dump(tmp_path / "calls.jsonl") > 0
    words = paper.text()
    assert "I found 3 roles, 2 degrees and 11 skills." in words
    assert "5 jobs for Senior Backend Engineer" in words
    assert "I can take files up to 20 MB here." in words
    assert "I cannot listen to voice messages yet." in words
    checker = SHARED / "tools" / "check_telegram" / "validate.py"
    if checker.is_file():
        _passes(sys.executable, str(checker), str(tmp_path / "calls.jsonl"))


async def test_slack_from_home_to_uninstall(tmp_path: Path) -> None:
    paper = in_slack.blank()
    as_seeker = {"SLACK__RECRUITER_DEFAULT": "false"}
    async with slack_stage(
        tmp_path, paper=paper, model=None, database=None, more=as_seeker
    ) as stage:
        await in_slack.first_contact(stage)
        await in_slack.first_matches(stage)
        await in_slack.dialogs(stage)
        await in_slack.in_a_channel(stage)
        _each_was_answered_once(stage.service)
        slack = stage.slack
        in_channel = " ".join(str(one) for one in slack.messages(slack.channel.id, by_app=True))
        assert "The details are private." in in_channel
        assert not [word for word in _PRIVATE if word in in_channel]
        readers = {call.args["user"] for call in slack.ledger.of("chat.postEphemeral", taken=True)}
        assert readers == {slack.user}
        assert slack.foreign_requests == []
        await in_slack.uninstall(stage)
        assert stage.service.left_of_people() == {}
        assert slack.ledger.faults == []
        assert slack.dump(tmp_path / "calls.jsonl") > 0
    assert "Read in 0.2 s. I found 3 roles" in paper.text()
    checker = SHARED / "tools" / "check_slack_blocks" / "check.sh"
    if checker.is_file():
        _passes("sh", str(checker), str(tmp_path / "calls.jsonl"))


async def test_email_from_a_proven_address_to_goodbye(tmp_path: Path) -> None:
    paper = by_email.blank()
    async with mail_stage(tmp_path, paper=paper, model=None, database=None) as stage:
        await by_email.proving(stage)
        (read,) = await stage.writes(
            "Here it is.", subject="My resume", files=[("resume.pdf", RESUME.read_bytes())]
        )
        assert "I found 3 roles" in str(read.get_body(("plain",)))
        assert read["In-Reply-To"]
        await by_email.matches(stage)
        await by_email.not_answered(stage)
        assert paper.text().count("(no mail comes)") == 2
        _each_was_answered_once(stage.service)
        await by_email.digest(stage)
        assert "Digest: off" in paper.text()
        await by_email.goodbye(stage)
        assert "Searched afterwards: nothing found." in paper.text()
        assert stage.service.left_of_people() == {}
        assert stage.phone.telegram.faults == []


def _passes(*command: str) -> None:
    """An independent checker; 2 means that it could not check here."""
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_CHECK_WITHIN_S, check=False
    )
    if done.returncode != 2:
        assert done.returncode == 0, done.stdout + done.stderr
