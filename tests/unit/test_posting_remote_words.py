from __future__ import annotations

import pytest

from domain.posting import RemoteMode
from integrations.sources.job_fields import remote_mode


@pytest.mark.parametrize(
    ("stated", "mode"),
    [
        ("on_site", RemoteMode.ON_SITE),
        ("Onsite", RemoteMode.ON_SITE),
        ("fully_remote", RemoteMode.REMOTE),
        ("HYBRID", RemoteMode.HYBRID),
        (False, RemoteMode.ON_SITE),
        ("depends", RemoteMode.UNKNOWN),
    ],
)
def test_words_with_and_without_underscores_say_where_the_work_is(
    stated: object, mode: RemoteMode
) -> None:
    assert remote_mode({"remote": stated}, (), said_in_place=False) is mode
