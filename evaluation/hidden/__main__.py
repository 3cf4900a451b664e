"""``python -m evaluation.hidden``: every way of hiding text times what is hidden, and clean files.

Found means: reported with all its words and the right nature, kept out of the text, and no visible
line lost. Nothing is read over the network; clean files of the folder of shared data are read when
it is present.
"""

from __future__ import annotations

import argparse
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from pypdf import PdfReader

from domain.resume.model import Resume
from domain.screening.hidden import instructions_in
from evaluation.hidden.sentences import ORDERS, STORIES
from evaluation.resumes.columns import made_pages
from evaluation.resumes.docx_words import made_documents
from integrations.documents.parsing import parse
from tests.documents.clean import clean_pages, clean_pdfs, clean_word_files
from tests.documents.hiding_fonts import IN_FONTS
from tests.documents.hiding_pdf import ON_PAGE, page_with
from tests.documents.hiding_structure import IN_STRUCTURE
from tests.documents.hiding_words import IN_HTML, IN_WORD, page_of, word_with
from tests.documents.payloads import NATURES, PAYLOADS, VISIBLE

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "bot" / "samples"
SHARED = HERE.parents[2] / "shared" / "data" / "resumes"

Make = Callable[[str], bytes]


def techniques() -> Iterator[tuple[str, str, Make]]:
    """Format, technique and the maker of a file with a payload."""
    for name, (draw, before) in ON_PAGE.items():
        yield ".pdf", name, partial(page_with, draw, before=before)
    for name, make in {**IN_STRUCTURE, **IN_FONTS}.items():
        yield ".pdf", name, make
    for name, hide in IN_WORD.items():
        yield ".docx", name, partial(word_with, hide)
    for name, markup in IN_HTML.items():
        yield ".html", name, partial(page_of, markup)


def shortfall(resume: Resume, payload: str, kind: str) -> str:
    """What is wrong with how hidden text was reported; empty when nothing is."""
    reported = " ".join(item.text for item in resume.hidden)
    words = _words(payload)
    if not words <= _words(reported):
        missing = words - _words(reported)
        # letters set apart one by one come without the white space of words
        if _letters(payload) not in _letters(reported):
            return f"not reported: {len(missing)} of {len(words)} words"
    if _letters(payload)[:20] in _letters(resume.source.text):
        return "read as visible text"
    lost = [line for line in VISIBLE if _letters(line) not in _letters(resume.source.text)]
    if lost:
        return f"visible line lost: {lost[0]!r}"
    if {item.nature for item in resume.hidden} != {NATURES[kind]}:
        return f"nature {', '.join(sorted({item.nature.value for item in resume.hidden}))}"
    return ""


def unread_words(content: bytes, resume: Resume) -> set[str]:
    """Words that pypdf takes from the pages and that are neither read nor reported by us."""
    ours = _letters(" ".join([resume.source.text, *(item.text for item in resume.hidden)]))
    pages = PdfReader(io.BytesIO(content)).pages
    theirs = " ".join(page.extract_text() for page in pages)
    return {
        word
        for word in re.findall(r"[^\W_]{4,}", unicodedata.normalize("NFKC", theirs))
        if _letters(word) not in ours
    }


def clean_files(shared: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of documents that hide nothing."""
    for suffix, made in (
        (".pdf", clean_pdfs()),
        (".docx", clean_word_files()),
        (".html", clean_pages()),
    ):
        for name, content in made.items():
            yield name + suffix, content
    for page in made_pages():
        yield f"{page.name}.pdf", page.content
    for label, content in made_documents():
        yield f"{label}.docx", content
    for folder in (SAMPLES, shared):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix in {".pdf", ".docx"}:
                yield path.name, path.read_bytes()


def main() -> int:
    """Print the tables; 1 when a text is missed or a clean file is flagged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of clean resumes")
    options = parser.parse_args()
    tried = missed = unread = 0
    print(f"{'format':6} {'technique':30} {'found':>6}  kinds")
    for suffix, name, make in techniques():
        problems: list[str] = []
        kinds: Counter[str] = Counter()
        for kind, payload in PAYLOADS.items():
            resume = parse(make(payload), suffix=suffix)
            kinds.update({item.kind.value for item in resume.hidden})
            problem = shortfall(resume, payload, kind)
            words = unread_words(make(payload), resume) if suffix == ".pdf" else set()
            # (a drawn word that says it stands for other text is not hidden, and not read)
            if {word.casefold() for word in words} & _words(payload):
                unread += 1
                print("pypdf reads more:", name, kind, sorted(words)[:8])
            problems += [f"{kind}: {problem}"] if problem else []
        tried += len(PAYLOADS)
        missed += len(problems)
        found = f"{len(PAYLOADS) - len(problems)}/{len(PAYLOADS)}"
        print(f"{suffix[1:]:6} {name:30} {found:>6}  {', '.join(kinds)}")
        for problem in problems:
            print("       miss:", problem)
    print(f"hidden texts found: {tried - missed} of {tried} (goal all)")
    print(f"files whose hidden words pypdf reads and we do not report: {unread} (goal 0)")
    clean = flagged = 0
    for name, content in clean_files(options.data):
        clean += 1
        resume = parse(content, suffix=Path(name).suffix)
        spoken = instructions_in(resume.source.text)
        if resume.hidden or spoken:
            flagged += 1
            items = [(item.kind.value, item.page, item.text[:60]) for item in resume.hidden]
            print("flagged:", name, items, [passage.quote for passage in spoken])
    print(f"clean documents flagged: {flagged} of {clean} (goal 0)")
    silent = [text for text in ORDERS if not instructions_in(text)]
    loud = [text for text in STORIES if instructions_in(text)]
    print(f"visible orders to a machine found: {len(ORDERS) - len(silent)} of {len(ORDERS)}")
    print(f"sentences about such orders flagged: {len(loud)} of {len(STORIES)} (goal 0)")
    for text in [*silent, *loud]:
        print("wrong:", text)
    return 1 if missed or unread or flagged or silent or loud else 0


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


if __name__ == "__main__":
    raise SystemExit(main())
