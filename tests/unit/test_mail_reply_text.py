"""What a person wrote, out of mails of the programs that people use."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.mail.reply_text import MAX_CHARS, ReplyTextReader

PLAIN: dict[str, tuple[str, str]] = {
    "gmail": (
        "I prefer remote jobs.\n\n"
        "On Mon, Jan 5, 2026 at 10:00 AM CareerGini <bot+r.t1@x.org> wrote:\n"
        "\n> Which jobs do you\n> prefer?\n",
        "I prefer remote jobs.",
    ),
    "gmail, attribution on two lines": (
        "Yes.\n\nOn Mon, Jan 5, 2026 at 10:00 AM CareerGini Career Assistant <\n"
        "bot+r.averylongtoken@careers.example.org> wrote:\n\n> Go on?\n",
        "Yes.",
    ),
    "gmail, three paragraphs": (
        "First.\n\nSecond.\n\nThird.\n\nOn Mon, 5 Jan 2026, 10:00 Bot, <b@x.org> wrote:\n> old\n",
        "First.\n\nSecond.\n\nThird.",
    ),
    "outlook desktop": (
        "Please send me the list.\n\nBest regards,\nAnn Lee\n\nFrom: CareerGini <bot@x.org>\n"
        "Sent: Monday, January 5, 2026 10:00 AM\nTo: Ann Lee <ann@y.org>\nSubject: Your matches\n\n"
        "Hello Ann,\nhere they are.\n",
        "Please send me the list.",
    ),
    "outlook mobile": (
        "Berlin is fine\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n"
        "________________________________\nFrom: CareerGini <bot@x.org>\n"
        "Sent: Monday, January 5, 2026 10:00:00 AM\nTo: Ann <ann@y.org>\nSubject: Re: Jobs\n\n"
        "Where?\n",
        "Berlin is fine",
    ),
    "outlook german": (
        "Ja, gerne.\n\nMit freundlichen Grüßen\nAnn Lee\n\nVon: CareerGini <bot@x.org>\n"
        "Gesendet: Montag, 5. Januar 2026 10:00\nAn: Ann Lee <ann@y.org>\nBetreff: Treffer\n\n"
        "Hallo\n",
        "Ja, gerne.",
    ),
    "outlook french": (
        "Oui merci\n\nDe : CareerGini <bot@x.org>\nEnvoyé : lundi 5 janvier 2026 10:00\n"
        "À : Ann <ann@y.org>\nObjet : Offres\n\nBonjour\n",
        "Oui merci",
    ),
    "outlook portuguese": (
        "Sim\n\nDe: CareerGini <bot@x.org>\nEnviado: segunda-feira, 5 de janeiro de 2026 10:00\n"
        "Para: Ann <ann@y.org>\nAssunto: Vagas\n\nOlá\n",
        "Sim",
    ),
    "outlook, old style": (
        "Works for me.\n\n-----Original Message-----\nFrom: bot@x.org\nSent: Monday\n\nHello\n",
        "Works for me.",
    ),
    "outlook russian": (
        "Да, пожалуйста.\n\nОт: Бот <bot@x.org>\nОтправлено: 5 января 2026 г. 10:00\n"
        "Кому: Анна <ann@y.org>\nТема: Вакансии\n\nПривет\n",
        "Да, пожалуйста.",
    ),
    "iphone": (
        "Show me more\n\nSent from my iPhone\n\n> On 5 Jan 2026, at 10:00, Bot <b@x.org> wrote:\n"
        "> \n> Hello\n",
        "Show me more",
    ),
    "iphone german": (
        "Zeig mir mehr\n\nVon meinem iPhone gesendet\n\n"
        "> Am 05.01.2026 um 10:00 schrieb Bot <b@x.org>:\n> \n> Hallo\n",
        "Zeig mir mehr",
    ),
    "apple mail": (
        "Fine.\n\n> On Jan 5, 2026, at 10:00 AM, CareerGini <bot@x.org> wrote:\n>\n> Shall I?\n",
        "Fine.",
    ),
    "thunderbird, answer below": (
        "On 1/5/26 10:00, CareerGini wrote:\n> Which city?\n\nLisbon.\n\n-- \nAnn Lee\nACME\n",
        "Lisbon.",
    ),
    "thunderbird, answer above": (
        "Lisbon.\n\nOn 1/5/26 10:00, CareerGini wrote:\n> Which city?\n",
        "Lisbon.",
    ),
    "thunderbird german": (
        "Am 05.01.26 um 10:00 schrieb CareerGini:\n> Welche Stadt?\nHamburg.\n",
        "Hamburg.",
    ),
    "proton": (
        "Yes, go on.\n\nSent with Proton Mail secure email.\n\n"
        "On Monday, January 5th, 2026 at 10:00 AM, CareerGini <bot@x.org> wrote:\n\n> Shall I?\n",
        "Yes, go on.",
    ),
    "proton, old style": (
        "Yes.\n\n------- Original Message -------\nOn Monday, January 5th, 2026 at 10:00, "
        "Bot <b@x.org> wrote:\n\n> Shall I?\n",
        "Yes.",
    ),
    "yahoo": (
        "No thanks\n\nYahoo Mail: Search, Organize, Conquer\n\n"
        "On Mon, Jan 5, 2026 at 10:00 AM, CareerGini<bot@x.org> wrote:   Hello Ann\n",
        "No thanks",
    ),
    "yahoo on the web": (
        "No thanks\n\n"
        "    On Monday, January 5, 2026, 10:00:00 AM GMT+1, Bot <b@x.org> wrote:  \n \n"
        " Hello Ann\n",
        "No thanks",
    ),
    "gmail german": (
        "Passt.\n\nAm Mo., 5. Jan. 2026 um 10:00 Uhr schrieb CareerGini <bot@x.org>:\n\n> Hallo\n",
        "Passt.",
    ),
    "gmail french": (
        "D'accord.\n\nLe lun. 5 janv. 2026 à 10:00, CareerGini <bot@x.org> a écrit :\n\n"
        "> Bonjour\n",
        "D'accord.",
    ),
    "gmail spanish": (
        "De acuerdo.\n\nEl lun, 5 ene 2026 a las 10:00, CareerGini (<bot@x.org>) escribió:\n\n"
        "> Hola\n",
        "De acuerdo.",
    ),
    "gmail italian": (
        "Va bene.\n\nIl giorno lun 5 gen 2026 alle ore 10:00 CareerGini <bot@x.org> ha scritto:\n\n"
        "> Ciao\n",
        "Va bene.",
    ),
    "gmail portuguese": (
        "Pode ser.\n\nEm seg., 5 de jan. de 2026 às 10:00, CareerGini <bot@x.org> escreveu:\n"
        "\n> Olá\n",
        "Pode ser.",
    ),
    "gmail dutch": (
        "Prima.\n\nOp ma 5 jan 2026 om 10:00 schreef CareerGini <bot@x.org>:\n\n> Hallo\n",
        "Prima.",
    ),
    "gmail japanese": (
        "東京でお願いします。\n\n2026年1月5日(月) 10:00 CareerGini <bot@x.org>:\n\n> どちらで?\n",
        "東京でお願いします。",
    ),
    "iphone japanese": (
        "はい\n\niPhoneから送信\n\n2026/01/05 10:00、Bot <b@x.org>のメール:\n\n> どちらで?\n",
        "はい",
    ),
    "gmail russian": (
        "Хорошо.\n\nпн, 5 янв. 2026 г. в 10:00, CareerGini <bot@x.org>:\n\n> Привет\n",
        "Хорошо.",
    ),
    "gmail polish": (
        "Dobrze.\n\npon., 5 sty 2026 o 10:00 CareerGini <bot@x.org> napisał(a):\n\n> Cześć\n",
        "Dobrze.",
    ),
    "gmail swedish": (
        "Det går bra.\n\nDen mån 5 jan. 2026 kl 10:00 skrev CareerGini <bot@x.org>:\n\n> Hej\n",
        "Det går bra.",
    ),
    "gmail chinese": (
        "好的\n\nCareerGini <bot@x.org> 于2026年1月5日周一 10:00写道：\n\n> 你好\n",
        "好的",
    ),
    "gmail korean": (
        "네\n\n2026년 1월 5일 (월) 오전 10:00, CareerGini <bot@x.org>님이 작성:\n\n> 안녕하세요\n",
        "네",
    ),
    "answers between the quotes": (
        "On Mon, Jan 5, 2026 at 10:00 AM Bot <b@x.org> wrote:\n> Which city?\nBerlin\n"
        "> Which salary?\n80,000\n> Regards\n",
        "> Which city?\nBerlin\n\n> Which salary?\n80,000",
    ),
    "a word above and answers between": (
        "See below.\n\nOn Mon, Jan 5, 2026 at 10:00 AM Bot <b@x.org> wrote:\n\n> Hello Ann,\n>\n"
        "> Which city?\n\nBerlin\n\n> Which salary?\n\n80,000\n\n> Bye\n",
        "See below.\n\n> Hello Ann,\n> Which city?\nBerlin\n\n> Which salary?\n80,000",
    ),
    "a footer below the quotes is no answer": (
        "Yes.\n\nOn Mon, Jan 5, 2026 at 10:00 AM Bot <b@x.org> wrote:\n> Shall I?\n\n"
        "This message is confidential.\n",
        "Yes.",
    ),
    "signature": ("Berlin.\n-- \nAnn Lee\n+49 1\n", "Berlin."),
    "closing words": ("Berlin.\n\nKind regards,\n\nAnn Lee\nEngineer, ACME", "Berlin."),
    "a sentence that begins as a closing does": (
        "Hi,\nThanks, that helps. Now look for jobs in Berlin.\nAlso in Hamburg.",
        "Hi,\nThanks, that helps. Now look for jobs in Berlin.\nAlso in Hamburg.",
    ),
    "what looks like a header": (
        "From: Berlin\nTo: Munich\nthat is my commute.",
        "From: Berlin\nTo: Munich\nthat is my commute.",
    ),
    "wishes that look like a header": (
        "Pay\nFrom: 60k\nTo: 80k\nDate: soon\nOk?",
        "Pay\nFrom: 60k\nTo: 80k\nDate: soon\nOk?",
    ),
    "a notice of a company": (
        "CAUTION: This email originated from outside of the organization. Do not click.\n\nYes",
        "Yes",
    ),
    "outlook italian": (
        "Grazie\n\nDa: Bot <b@x.org>\nInviato: lunedì 5 gennaio 2026 10:00\nA: Ann\n"
        "Oggetto: Lavori\n\nCiao",
        "Grazie",
    ),
    "outlook japanese": (
        "承知しました。\n\n差出人: Bot <b@x.org>\n送信日時: 2026年1月5日 10:00\n宛先: Ann\n"
        "件名: 仕事\n\nこ",
        "承知しました。",
    ),
    "outlook with stars": (
        "Hi\n\n*From:* Bot <b@x.org>\n*Sent:* Monday\n*To:* Ann\n*Subject:* x\n\nold",
        "Hi",
    ),
    "everything quoted, attribution too": (
        "> On Mon, 5 Jan 2026 at 10:00, Bot <b@x.org> wrote:\n> City?\n\nBerlin\n\n> Pay?\n\n80k",
        "> City?\nBerlin\n\n> Pay?\n80k",
    ),
    "gmail turkish": (
        "Evet\n\nCareerGini <bot@x.org>, 5 Oca 2026 Pzt, 10:00 tarihinde şunu yazdı:\n\n> Merhaba",
        "Evet",
    ),
    "gmail danish": (
        "Tak\nFind et job i Aarhus.\n\nDen man. 5. jan. 2026 kl. 10.00 skrev Bot <b@x.org>:\n> Hej",
        "Tak\nFind et job i Aarhus.",
    ),
    "a sentence after thanks": (
        "Find me a job.\nThanks\nPlease look in Berlin first.",
        "Find me a job.\nThanks\nPlease look in Berlin first.",
    ),
    "a last sentence about sending": (
        "My papers?\nSent with the application on Monday.",
        "My papers?\nSent with the application on Monday.",
    ),
    "samsung": ("Berlin\n\nSent from my Galaxy", "Berlin"),
    "outlook for android, german": ("Berlin\n\nOutlook für Android beziehen", "Berlin"),
    "iphone french": ("Berlin\n\nEnvoyé de mon iPhone", "Berlin"),
    "iphone spanish": ("Berlín\n\nEnviado desde mi iPhone", "Berlín"),
    "iphone italian": ("Berlino\n\nInviato da iPhone", "Berlino"),
    "iphone dutch": ("Berlijn\n\nVerzonden vanaf mijn iPhone", "Berlijn"),
    "iphone russian": ("Берлин\n\nОтправлено с iPhone", "Берлин"),
    "a list with hyphens": (
        "My skills:\n- Python\n- SQL\n\nOn 1/5/26 10:00, Bot wrote:\n> Skills?\n",
        "My skills:\n- Python\n- SQL",
    ),
    "a sentence about writing": (
        "In 2019 I wrote:\nmy thesis. On it my boss wrote: great.",
        "In 2019 I wrote:\nmy thesis. On it my boss wrote: great.",
    ),
    "only thanks": ("Thanks\n", "Thanks"),
    "a command": ("/jobs\nberlin", "/jobs\nberlin"),
    "forwarded with a word": (
        "Does this fit me?\n\n---------- Forwarded message ---------\nFrom: HR <hr@z.org>\n"
        "Date: Mon, Jan 5, 2026\nSubject: Job\nTo: Ann\n\nWe look for you.\n",
        "Does this fit me?",
    ),
    "older mail only": ("On 1/5/26 10:00, Bot wrote:\n> Hello\n> you\n", ""),
    "nothing": ("", ""),
    "windows line ends": ("Yes.\r\n\r\nOn 1/5/26 10:00, Bot wrote:\r\n> Hello\r\n", "Yes."),
    "a long paragraph": (
        "word " * 200 + "\n\nOn 1/5/26 10:00, Bot wrote:\n> Hello",
        ("word " * 200).strip(),
    ),
}

GMAIL = (
    '<div dir="ltr">I prefer <b>remote</b> jobs.<br>And Berlin.</div><br>'
    '<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
    "On Mon, Jan 5, 2026 at 10:00 AM Bot &lt;b@x.org&gt; wrote:<br></div>"
    '<blockquote class="gmail_quote"><div>Which jobs?</div></blockquote></div>'
)
HTML: dict[str, tuple[str, str]] = {
    "gmail": (GMAIL, "I prefer remote jobs.\nAnd Berlin."),
    "gmail, answers between": (
        '<div class="gmail_quote"><div class="gmail_attr">On Mon wrote:</div>'
        '<blockquote class="gmail_quote">Which city?</blockquote><div>Berlin</div>'
        '<blockquote class="gmail_quote">Which salary?</blockquote><div>80,000</div></div>',
        "> Which city?\nBerlin\n\n> Which salary?\n80,000",
    ),
    "outlook on the web": (
        "<html><head><style>p {margin:0}</style></head><body><div>Please do.</div>"
        '<div id="appendonsend"></div><hr style="width:98%"><div id="divRplyFwdMsg">'
        "<b>From:</b> Bot<br><b>Sent:</b> Monday</div><div>Shall I?</div></body></html>",
        "Please do.",
    ),
    "outlook desktop": (
        '<div class="WordSection1"><p class="MsoNormal">Please do.</p>'
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        "<p><b>From:</b> Bot<br><b>Sent:</b> Monday<br><b>Subject:</b> Jobs</p></div></div>"
        "<p>Shall I?</p></div>",
        "Please do.",
    ),
    "thunderbird": (
        '<p>Lisbon.</p><div class="moz-cite-prefix">On 1/5/26 10:00, Bot wrote:<br></div>'
        '<blockquote type="cite"><p>Which city?</p></blockquote>'
        '<pre class="moz-signature">-- \nAnn</pre>',
        "Lisbon.",
    ),
    "thunderbird, answer below": (
        '<div class="moz-cite-prefix">On 1/5/26 10:00, Bot wrote:<br></div>'
        '<blockquote type="cite"><p>Which city?</p></blockquote><p>Lisbon.</p>',
        "Lisbon.",
    ),
    "apple mail": (
        "<div>Fine.</div><br><div><blockquote type='cite'><div>On Jan 5, 2026, at 10:00, Bot "
        "&lt;b@x.org&gt; wrote:</div><br><div>Shall I?</div></blockquote></div>",
        "Fine.",
    ),
    "yahoo": (
        '<div>No</div><div class="yahoo_quoted"><div>On Monday, Bot wrote:</div>Hello</div>',
        "No",
    ),
    "a list": (
        "<p>My skills:</p><ul><li>Python</li><li>SQL</li></ul>",
        "My skills:\n\n- Python\n\n- SQL",
    ),
    "hidden words": ('<p>Yes</p><div style="display:none">secret</div><script>x</script>', "Yes"),
}


@pytest.mark.parametrize("name", PLAIN)
def test_own_words_of_a_text_mail(name: str) -> None:
    text, expected = PLAIN[name]

    assert ReplyTextReader().from_plain(text) == expected


@pytest.mark.parametrize("name", HTML)
def test_own_words_of_an_html_mail(name: str) -> None:
    markup, expected = HTML[name]

    assert ReplyTextReader().from_html(markup) == expected


def test_a_forwarded_mail_without_a_word_is_what_the_person_means() -> None:
    text = (
        "---------- Forwarded message ---------\nFrom: HR <hr@z.org>\nSubject: Job\nTo: Ann\n\n"
        "We look for you.\n"
    )

    assert "We look for you." in ReplyTextReader().from_plain(text)


HOSTILE = [
    "\n", "On " * 80 + "\n", "Am schrieb " * 20 + "\n", "Le a écrit " * 20 + "\n", "> a\n",
    "From: a\n", " " * 200 + "\n", "\n\nx", "Thanks,\n", "_" * 32 + "\n"
    "", "CAUTION: mail " * 15 + "\n",
    "2025年1月1日(月) 10:00 <a" * 8 + "\n", "10:00 1.1.2020 wrote a@b\n",
]  # fmt: skip
HOSTILE_HTML = ["<div>", "<blockquote>a</blockquote>", "<", "<a ", "<li>x", "<p>a", "<b><i>"]


@pytest.mark.parametrize("piece", HOSTILE, ids=lambda piece: repr(piece[:12]))
def test_hostile_text_takes_no_minutes(piece: str) -> None:
    began = time.process_time()

    ReplyTextReader().from_plain(piece * (MAX_CHARS // len(piece)))

    assert time.process_time() - began < 10  # a second in truth; without protection minutes


@pytest.mark.parametrize("piece", HOSTILE_HTML)
def test_hostile_html_takes_no_minutes(piece: str) -> None:
    began = time.process_time()

    ReplyTextReader().from_html(piece * (MAX_CHARS // len(piece)))

    assert time.process_time() - began < 10


@given(
    st.text(alphabet=st.sampled_from("aOn wrote:>\n-_<@.1/5 Am schrieb\ue000\x00"), max_size=400)
)
def test_any_text_is_read(text: str) -> None:
    reader = ReplyTextReader()

    assert len(reader.from_plain(text)) <= len(text) + 10
    reader.from_html(text)
