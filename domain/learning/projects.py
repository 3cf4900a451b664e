"""What shows a skill when there is no test for it: a small thing to make, by subject. Ours."""

from __future__ import annotations

from domain.skills import taxonomy

_BY_GROUP = {
    "Programming languages": "write a small program in {skill} that solves a problem of your own",
    "Web and mobile frameworks": "build one small working page or service with {skill}",
    "Databases": "model ten things you know in {skill} and answer five questions about them",
    "Data engineering and analytics": "take one open data set through {skill} and write down what "
    "you found",
    "Machine learning": "train one small model with {skill} and report an error you can explain",
    "Cloud and operations": "run a small service with {skill}, break it, and write down the repair",
    "Quality and delivery": "put {skill} around a small project and show one failure that it found",
    "Security": "check one system of your own with {skill} and write half a page of findings",
    "Finance and accounting": "work one month of invented figures through {skill} on one sheet",
    "Office tools": "make one document of your daily work better with {skill}",
    "Design and media": "redo one thing you use daily with {skill} and show before and after",
    "Marketing and communication": "write a one-page plan that uses {skill} for a shop you know",
    "Sales and service": "write down one real talk with a customer: what {skill} changed in it",
    "Education and research": "prepare one lesson or page that explains {skill} to a beginner",
}
_ANY = (
    "write down one situation where you used {skill}: what was asked, what you did, what came out"
)


def project_for(skill: str) -> str:
    """One small thing to do, as the end of a sentence that begins with "To show it,".

    >>> project_for("dbt")
    'take one open data set through dbt and write down what you found'
    """
    entry = taxonomy().get(skill)
    return _BY_GROUP.get(entry.group if entry else "", _ANY).format(skill=skill)
