"""Structured answers that hold without a model: one first line, a few steps, one next question."""

from __future__ import annotations

from dataclasses import dataclass

from domain.advice.topics import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to say on a topic. ``first`` answers; ``steps`` are at most five; ``ask`` goes on."""

    first: str
    steps: tuple[str, ...]
    ask: str


ADVICE: dict[Topic, Advice] = {
    Topic.SALARY: Advice(
        first="Name a range you can defend, and let its lower end be what you would accept.",
        steps=(
            "Collect three facts: pay stated in similar postings, what you earn now, what you "
            "would leave for.",
            "If asked first: “I would like to learn what the role holds before I name a number. "
            "What range is planned?”",
            "Name your number once, give the reason in one sentence, then be silent.",
            "If the answer is no: ask what would have to be true for a yes, and by when.",
            "Beside base pay: bonus, days off, remote days, training, notice period, start date.",
        ),
        ask="Which role and country is it about, and has a number been named yet?",
    ),
    Topic.INTERVIEW: Advice(
        first="Prepare three stories; most questions are one of them in other words.",
        steps=(
            "For each story: situation in one sentence, your task, what you did, what came of it.",
            "Put one number into every result: time, money, people, errors.",
            "Read the posting line by line and note which story proves which line.",
            "Prepare a one-minute answer to “tell me about yourself”.",
            "Bring two questions about the work, none that the website answers.",
        ),
        ask="Shall we practise? I ask, you answer, I say what is missing.",
    ),
    Topic.CV_GAPS: Advice(
        first="Name the gap in one plain line, with dates; unexplained it looks bigger than it is.",
        steps=(
            "One line is enough: “2023: full-time care for a family member” or “job search and "
            "course in X”. You owe nobody medical or family details.",
            "Add what you did that is relevant: a course, a project, voluntary work. Nothing at "
            "all is fine too.",
            "Use years instead of months only if you do so everywhere.",
            "In the interview: one sentence on the gap, then on to why this job now.",
        ),
        ask="Which stretch worries you? I can word the line with you.",
    ),
    Topic.CHANGE: Advice(
        first="Change one thing at a time: the field or the role. Both at once is the long way.",
        steps=(
            "List what you can already prove that the new field asks for; that is your bridge.",
            "Read ten postings of the target role and mark what appears in most of them.",
            "Pick the one or two missing things that come up most, and make a small piece of "
            "work that shows them.",
            "Talk to two people who do the job; ask what their week looks like.",
            "Set a date to decide, so that trying does not become waiting.",
        ),
        ask="What do you do now, and what draws you?",
    ),
    Topic.OFFERS: Advice(
        first="Write both offers side by side in the same units before you feel your way to one.",
        steps=(
            "Yearly money: base, likely bonus, pension, minus commuting and insurance.",
            "Time: hours, days off, remote days, on-call, travel.",
            "In two years: what will you be able to do that you cannot do now?",
            "Risk: probation, funding, notice period, who your manager is.",
            "Ask both for what is unclear in writing; a few days to decide is a normal request.",
        ),
        ask="Send me the two offers in a few lines each, and what matters most to you.",
    ),
    Topic.LAYOFF: Advice(
        first="That is hard, and it says little about you. First the deadlines, then the search.",
        steps=(
            "Sign nothing on the day. Ask for every paper and for time to read it.",
            "Register as unemployed at once where your country asks for it; deadlines are short.",
            "Check notice period, open holidays, bonus, reference letter, insurance; note your "
            "results before access ends.",
            "A works council, union or employment lawyer can check severance; I cannot.",
            "One sentence for applications: “My position was cut in a reduction of the team.”",
        ),
        ask="Shall I look for jobs that fit you now, or first sort out the next two weeks?",
    ),
    Topic.RESIGNING: Advice(
        first="Resign only with the next contract signed, or with a plan for the money.",
        steps=(
            "Look up notice period and form in your contract; some countries need paper.",
            "Tell your manager first, in person, in two sentences, without a reckoning.",
            "Have the date, the handover and your open holidays ready.",
            "Expect a counter-offer and decide beforehand what would change your mind.",
        ),
        ask="Is there a signed offer yet, or are you weighing leaving without one?",
    ),
    Topic.PROMOTION: Advice(
        first="Ask what the next level does that you do not, then do it visibly for a quarter.",
        steps=(
            "Get the criteria in writing; if there are none, propose three and ask for a yes.",
            "Keep a page of results: what, for whom, with which number.",
            "Ask who decides besides your manager, and let them see your work.",
            "Agree on a date for the decision. No date means no plan.",
        ),
        ask="What is your level now, and when did you last talk about it?",
    ),
    Topic.MOTIVATION: Advice(
        first="Make the search smaller: a fixed hour, a fixed number, then stop for the day.",
        steps=(
            "Two well-chosen applications beat ten copies; silence is mostly about volume, not "
            "you.",
            "After ten applications without an answer change the resume; after three interviews "
            "without an offer change the preparation.",
            "Keep one thing each week that is not the search.",
            "If sleep, appetite or hope stay away for two weeks, a doctor or a helpline is the "
            "right next call. That is not a career question, and it matters more.",
        ),
        ask="Where does it stop: no answers, no interviews, or no offers?",
    ),
    Topic.DIRECTION: Advice(
        first="Look at your last three roles: what gave you energy, what took it, what paid.",
        steps=(
            "Write down five tasks you would do again tomorrow and five you would hand over.",
            "Three directions are always open: deeper in your field, wider beside it, or leading.",
            "For each, read five postings and mark sentences you would like to be true for you.",
            "Try the cheapest test of the best one: a talk, a weekend project, a course evening.",
            "Decide for the next two years, not for life.",
        ),
        ask="Which of the three pulls most: deeper, wider, or leading?",
    ),
    Topic.GENERAL: Advice(
        first="I can talk through pay, interviews, a change of field, offers, gaps or a layoff.",
        steps=(
            "Say what is on your mind in a sentence or two, with the country and the role.",
            "For a decision, name the options and what matters most to you.",
        ),
        ask="What is on your mind?",
    ),
}
"""Every topic has an answer; numbers in it are instructions, never claims about a market."""
