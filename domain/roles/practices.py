"""Ways of working, and the phrases by which documents name them."""

from __future__ import annotations

PRACTICES = (
    (
        r"\b(?:led|leads?|leading|headed)\b",
        "Has led work",
        (("led"), "team lead", "tech lead", "headed", "leitete", "leitung"),
    ),
    (
        r"\bmentor\w*|\bcoach\w*",
        "Has mentored others",
        (("mentored"), "mentoring", "mentor", "coached", "coaching", "onboarded"),
    ),
    (
        r"\bcode reviews?\b",
        "Code reviews",
        (("code review"), "code reviews", "reviewed code", "peer review"),
    ),
    (
        r"\bpresent(?:ed|s|ing|ations?)\b",
        "Has presented results",
        (("presented"), "presentation", "presentations", "talk", "workshops"),
    ),
    (
        r"\b(?:work\w*|contact|experience) with (?:customers|clients)|customer[- ]facing",
        "Work with customers",
        (("customers"), "clients", "customer-facing", "kunden"),
    ),
    (
        r"\bshifts?\b|schicht",
        "Has worked shifts",
        (("shift"), "shifts", "shift work", "night shifts", "schichtdienst", "schicht"),
    ),
    (
        r"\bon[- ]call\b|bereitschaft",
        "On call",
        (("on call"), "on-call", "bereitschaftsdienst", "rufbereitschaft", "pager"),
    ),
    (
        r"\btravel\w*|reise",
        "Has travelled for work",
        (("travel"), "travelled", "traveled", "on site at customers", "dienstreisen"),
    ),
    (
        r"\bmany users\b|\bat scale\b|\bhigh[- ]traffic\b",
        "Systems with many users",
        (("million users"), "at scale", "high traffic", "requests per second", "high availability"),
    ),
    (
        r"\bacross (?:departments|teams)\b|cross[- ]functional",
        "Work across teams",
        (
            ("cross-functional"),
            "cross functional",
            "across teams",
            "across departments",
            "stakeholders",
        ),
    ),
)
"""Pattern of what is asked for, label, phrases."""
