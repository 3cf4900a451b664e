"""The wheel, installed where nothing of the source tree is in sight."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent


def test_the_wheel_works_from_another_folder(tmp_path: Path) -> None:
    wheel = _build(tmp_path / "wheels")
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if not name.endswith(".pyc")}
    program = _install(wheel, tmp_path / "venv")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    told = _run(program, "--help", cwd=elsewhere)
    version = _run(program, "--version", cwd=elsewhere)
    parsed = _run(
        program, "parse", str(PROJECT / "bot/samples/resume.pdf"), "--json", cwd=elsewhere
    )

    assert "chat" in told
    assert version.startswith("careergini")
    assert '"basics"' in parsed
    assert inside >= _shipped_files()
    assert {name.split("/")[0] for name in inside} & {"tests", "evaluation", "docs"} == set()


def _shipped_files() -> set[str]:
    """What is tracked in the packages: modules, prompts, samples, migrations, weights."""
    packages = [path.parent.name for path in PROJECT.glob("*/__init__.py")]
    shipped = sorted(set(packages) - {"tests", "evaluation"})
    run = subprocess.run(
        ["git", "ls-files", *shipped], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    return {name for name in run.stdout.splitlines() if (PROJECT / name).exists()}


def _build(folder: Path) -> Path:
    program = (
        "import sys; from hatchling.builders.wheel import WheelBuilder;"
        "print(*WheelBuilder(sys.argv[1]).build(directory=sys.argv[2], versions=['standard']))"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(PROJECT), str(folder)], check=True, cwd=PROJECT
    )
    [wheel] = folder.glob("*.whl")
    return wheel


def _install(wheel: Path, folder: Path) -> Path:
    """A fresh environment that sees this one's libraries and only the wheel's CareerGini."""
    venv.create(folder, with_pip=False, symlinks=True)
    [site] = folder.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)  # what an installer does with a pure wheel
    here = next(path for path in sys.path if path.endswith("site-packages"))
    # After our own folder on the path; an editable install's finder is not loaded this way.
    (site / "libraries.pth").write_text(f"{here}\n")
    program = folder / "bin" / "careergini"
    program.write_text(f"#!{folder / 'bin' / 'python'}\nfrom bot.__main__ import main\nmain()\n")
    program.chmod(0o755)
    return program


def _run(program: Path, *arguments: str, cwd: Path) -> str:
    run = subprocess.run(
        [str(program), *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={"PATH": "/usr/bin:/bin", "HOME": str(cwd)},
    )
    assert run.returncode == 0, run.stderr
    return run.stdout
