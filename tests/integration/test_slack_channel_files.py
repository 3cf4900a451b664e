"""Files of people: fetched with our token from Slack only, capped, and refused in one sentence."""

from __future__ import annotations

import pytest

from tests.integration.slack_stage import stage
from tests.servers.slack import DEFAULT_SCOPES, FakeSlack, Rule


async def test_a_shared_file_is_stored_and_handed_over() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        content = b"%PDF-1.7 " + bytes(100_000)
        file = fake.events.file(content)
        await fake.send_event(fake.events.file_share(file, text="my resume"))
        message = await made.intake.wait()
        (attachment,) = message.attachments
        assert (attachment.name, attachment.media_type) == ("resume.pdf", "application/pdf")
        assert attachment.size_bytes == len(content)
        assert await made.stores.blobs.get(attachment.blob) == content
        assert message.text == "my resume"
        assert not message.notes


async def test_a_download_that_fails_for_now_is_tried_again() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        fake.trouble.then("files-pri", "http503", "drop_before", "http429", "half_body")
        await fake.send_event(fake.events.file_share(fake.events.file(b"%PDF-1.7 x")))
        message = await made.intake.wait()
        assert len(message.attachments) == 1
        assert len(made.intake.messages) == 1


async def test_words_do_not_wait_for_ever_for_a_file_that_cannot_be_fetched() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        fake.trouble.always(Rule(prefix="files-pri", share=1.0, kinds=("http503",)))
        file = fake.events.file(b"%PDF-1.7 x")
        await fake.send_event(fake.events.file_share(file, text="find me jobs"))
        message = await made.intake.wait()
        assert (message.text, message.attachments) == ("find me jobs", ())
        assert message.notes == (
            "“resume.pdf” could not be fetched from Slack. Please send it again.",
        )


async def test_a_file_that_is_too_large_is_not_read_to_its_end() -> None:
    async with FakeSlack() as fake, stage(fake, max_file_bytes=50_000) as made:
        honest = fake.events.file(b"x" * 60_000, name="a.pdf")
        liar = fake.events.file(b"x" * 100, name="b.pdf", claimed_bytes=100)
        liar.padding_bytes, liar.with_length = 5_000_000, False
        small = fake.events.file(b"%PDF-1.7 x", name="c.pdf")
        await fake.send_event(fake.events.file_share(honest, liar, small))
        message = await made.intake.wait()
        assert [one.name for one in message.attachments] == ["c.pdf"]
        assert len(message.notes) == 2
        assert all("too large: I read files up to" in note for note in message.notes)
        downloads = [call.args["file"] for call in fake.ledger.of("files-pri")]
        assert not any(honest.id in name for name in downloads)


async def test_a_missing_permission_is_said() -> None:
    scopes = DEFAULT_SCOPES - {"files:read"}
    async with FakeSlack(scopes=scopes) as fake, stage(fake) as made:
        await fake.send_event(fake.events.file_share(fake.events.file(b"%PDF-1.7 x")))
        message = await made.intake.wait()
        assert not message.attachments
        assert "files:read" in message.notes[0]


async def test_our_token_goes_to_slack_only() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        elsewhere = fake.events.file(b"%PDF-1.7 x", name="a.pdf")
        elsewhere.redirects = [fake.foreign_url]
        here = fake.events.file(b"%PDF-1.7 x", name="b.pdf")
        here.redirects = [f"{fake.world.root}/files-pri/{fake.team_id}-{here.id}/b.pdf"]
        circle = fake.events.file(b"%PDF-1.7 x", name="c.pdf")
        address = f"{fake.world.root}/files-pri/{fake.team_id}-{circle.id}/c.pdf"
        circle.redirects = [address] * 20
        await fake.send_event(fake.events.file_share(elsewhere, here, circle))
        message = await made.intake.wait()
        assert [one.name for one in message.attachments] == ["b.pdf"]
        assert "outside of Slack" in message.notes[0]
        assert "circle" in message.notes[1]
        assert not fake.foreign_requests


@pytest.mark.parametrize(
    "address",
    [
        "https://files.slack.com.evil.example/x",
        "https://evilslack.com/x",
        "http://files.slack.com/x",
        "https://user:pw@files.slack.com/x",
        "https://files.slack.com:8443/x",
        "https://files.slack.com\\@evil.example/x",
        "file:///etc/passwd",
        "https://[::1",
        "//files.slack.com/x",
        "",
    ],
)
async def test_addresses_that_only_look_like_slack_are_refused(address: str) -> None:
    hosts = ".slack.com, .slack-files.com"
    async with FakeSlack() as fake, stage(fake, running=False, file_hosts=hosts) as made:
        files = made.slack.handler._p.collecting._files  # type: ignore[attr-defined]  # the inside is meant
        assert not files._may_see_token(address)
        assert files._may_see_token("https://files.slack.com/files-pri/T1-F1/download/x.pdf")


async def test_a_file_of_another_company_is_looked_up_first() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        await fake.send_event(
            fake.events.connect_message(f"<@{fake.bot_user_id}> read it", content=b"%PDF-1.7 x")
        )
        message = await made.intake.wait()
        assert len(message.attachments) + len(message.notes) == 1
        assert fake.ledger.of("files.info")


async def test_a_deleted_file_and_a_link_are_named() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        payload = fake.events.file_share(fake.events.file(b"x", name="a.pdf"))
        payload["event"]["files"] = [
            {"id": "F1", "mode": "tombstone", "name": "a.pdf", "url_private": "https://x"},
            {"id": "F2", "is_external": True, "name": "b.pdf", "url_private": "https://x"},
            {"id": "F3", "name": "c\u202e.pdf", "url_private": "https://elsewhere.example/c"},
        ]
        await fake.send_event(payload)
        notes = (await made.intake.wait()).notes
        assert "not in Slack any more" in notes[0]
        assert "only a link" in notes[1]
        assert "outside of Slack" in notes[2]
        assert "\u202e" not in notes[2]
