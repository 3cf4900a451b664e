"""Archives of other people's code, measured in a process with limits."""

from __future__ import annotations

import asyncio
import io
import tarfile
from pathlib import Path

from integrations.code_hosting.measuring import CodeMeter
from tests.servers.code_host import archive_of

PYTHON = b"def f(x):\n    if x:\n        return 1\n    return 2\n"
FILES = {"src/app.py": PYTHON, "tests/test_app.py": PYTHON}


async def test_member_names_never_become_files_and_links_are_skipped(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name in (f"{tmp_path}/evil.py", "../../../../tmp/evil.py", "repo/fine.py"):
            member = tarfile.TarInfo(name)
            member.size = len(PYTHON)
            archive.addfile(member, io.BytesIO(PYTHON))
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            link = tarfile.TarInfo("repo/link.py")
            link.type = kind
            link.linkname = "/etc/passwd"
            archive.addfile(link)
    measured = await CodeMeter().measure(packed.getvalue())
    assert not await asyncio.to_thread(lambda: list(tmp_path.iterdir()))
    assert (measured.functions, measured.files) == (3, 3)
    assert measured.is_whole


async def test_code_is_read_and_never_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    code = f"open({str(mark)!r}, 'w').write('x')\n".encode() + PYTHON
    files = dict.fromkeys(("setup.py", "conftest.py", "sitecustomize.py"), code)
    measured = await CodeMeter().measure(archive_of(files, folder="repo"))
    assert measured.functions == 3
    assert not mark.exists()


async def test_what_was_counted_before_a_limit_is_kept() -> None:
    zeros = {"a.py": PYTHON, "zeros.bin": bytes(160_000_000), "b.py": PYTHON}
    measured = await CodeMeter().measure(archive_of(zeros, folder="repo"))
    assert (measured.files, measured.mean_complexity) == (1, 2.0)
    assert not measured.is_whole
    many = {f"f{number}.py": PYTHON for number in range(5)}
    few = await CodeMeter(max_files=3).measure(archive_of(many, folder="repo"))
    assert (few.files, few.is_whole) == (3, False)


async def test_slow_broken_and_hungry_archives_end() -> None:
    nested = b"function f(){" + b"if(a){\n" * 40_000
    slow = {"a.py": PYTHON, **{f"deep{number}.js": nested for number in range(80)}}
    measured = await CodeMeter(timeout_s=1.0).measure(archive_of(slow, folder="repo"))
    assert not measured.is_whole
    assert measured.functions <= 1
    for content in (b"", b"no archive", archive_of(FILES, folder="r")[:90]):
        assert (await CodeMeter().measure(content)).functions == 0
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", format=tarfile.GNU_FORMAT) as archive:
        name = tarfile.TarInfo("repo/long")
        name.type, name.size = tarfile.GNUTYPE_LONGNAME, 90_000_000
        archive.addfile(name, io.BytesIO(bytes(name.size)))
    hungry = await CodeMeter(memory_bytes=80_000_000).measure(packed.getvalue())
    assert (hungry.files, hungry.is_whole) == (0, False)
