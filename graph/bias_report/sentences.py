"""The fixed sentences of the report."""

from __future__ import annotations

from domain.redaction.model import SignalKind
from graph.bias_report.report import BiasReport

FOOTER = "Decision support. A person decides."
KIND_WORDS = {
    SignalKind.NAME: "Name",
    SignalKind.EMAIL: "E-mail address or handle",
    SignalKind.PHONE: "Telephone number",
    SignalKind.LINK: "Link or handle",
    SignalKind.ADDRESS: "Place or address",
    SignalKind.BIRTH: "Birth date or age",
    SignalKind.GRADUATION_YEAR: "Years of education",
    SignalKind.DATES: "Years of work",
    SignalKind.PRONOUN: "Pronoun, title or gendered word",
    SignalKind.NATIONALITY: "Nationality or permission to work",
    SignalKind.NATIVE_LANGUAGE: "Native language",
    SignalKind.FAMILY: "Family",
    SignalKind.RELIGION: "Religion",
    SignalKind.POLITICS: "Politics or union",
    SignalKind.HEALTH: "Health",
    SignalKind.MILITARY: "Military service",
    SignalKind.AFFILIATION: "Group membership or prize",
    SignalKind.SCHOOL: "School",
    SignalKind.EMPLOYER: "Employer",
    SignalKind.GAP: "Stated break",
    SignalKind.PHOTO: "Picture",
    SignalKind.FILE_NAME: "File name",
    SignalKind.METADATA: "Author or title in the file",
    SignalKind.LINK_TARGET: "Address behind a link",
}
LIMITS = (
    "Taking identity out cannot remove every hint: topics, languages and ways of writing remain.",
    "Rules miss things. On three sets of test resumes that they had not seen, 74 to 100 % of the "
    "mentions of names were found at first; all of them after the rules were mended. An unusual "
    "layout, name form or language may still get through.",
    "The lines keep the order of the document, and spoken languages stay because they may be asked "
    "for.",
    "Variants use test names, schools and places of our own. They test the tool, not the person.",
    "That the score does not move says nothing about the effect of the whole process on groups: "
    "the role audit looks at that.",
)
CORRECTION = (
    "Something wrong or missing? Use “Dispute a finding”, or send a corrected file: it is read "
    "anew "
    "and the old score is marked."
)
NOTICE = (
    "Candidates are told what is processed, for how long and how to have it corrected or erased: "
    "see the notice text of the role."
)


def summary_of(report: BiasReport) -> tuple[str, ...]:
    """The answer first: four sentences with counts."""
    count = len(report.signals)
    removed = (
        f"{count} identity {'signal was' if count == 1 else 'signals were'} found, "
        f"{'all are' if report.all_removed else 'not all are'} out of the scoring copy."
    )
    leaks = (
        "A local attempt to tell the person from the redacted text found nothing."
        if report.leak_count == 0
        else f"A local attempt to tell the person from the redacted text found {report.leak_count} "
        "places: do not hand the copy on."
    )
    hidden = len(report.hidden)
    seen = (
        "No hidden or machine-only content was found."
        if hidden == 0
        else f"{hidden} {'observation' if hidden == 1 else 'observations'} on hidden or "
        "machine-only content; effect on the score: 0 points."
    )
    return (removed, leaks, stability_sentence(report), seen)


def stability_sentence(report: BiasReport) -> str:
    """How the score stood up to the variants."""
    found = report.stability
    base = "No total" if found.base is None else f"Score {found.base:g} of 100"
    repeats = f"repeated {found.repeats} times ±{found.repeat_spread:g}"
    if found.trials == 0:
        return f"{base}, {repeats}. No variant could be made."
    if found.proof is not None and found.largest == 0:
        return (
            f"{base}, {repeats}, {found.trials} variants ±0: the scorer was given the same facts "
            f"each time (proof {found.proof[:12]})."
        )
    verdict = (
        f"That is above the bound of {found.bound:g} points: a finding about our tool."
        if found.is_finding
        else f"That is within the bound of {found.bound:g} points."
    )
    return (
        f"{base}, {repeats}. Largest difference in {found.trials} variants: {found.largest:g} "
        f"points, {found.flip_rate:.0%} in another band. {verdict}"
    )


def rereading_sentence(report: BiasReport) -> str:
    """What reading the changed texts anew did."""
    count = len(report.rereadings)
    if count == 0:
        return "Read anew as plain text, every variant gave the same facts."
    largest = max(abs(each.difference) for each in report.rereadings)
    return (
        f"Read anew as plain text, {count} of {report.stability.trials} variants gave other facts "
        f"(largest difference {largest:g} points): a finding about our reader."
    )
