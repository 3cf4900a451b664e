"""The words of the menu, in the languages in which people mostly come."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "de", "fr", "es", "pt", "hi")
"""English is shown in all others."""


def _words(*said: str) -> Mapping[str, str]:
    return dict(zip(LANGUAGES, said, strict=True))


COMMAND_WORDS: Mapping[str, Mapping[str, str]] = {
    "start": _words(
        "Begin",
        "Anfangen",
        "Commencer",
        "Empezar",
        "Começar",
        "शुरू करें",
    ),
    "help": _words(
        "What I can do",
        "Was ich kann",
        "Ce que je sais faire",
        "Lo que puedo hacer",
        "O que eu posso fazer",
        "मैं क्या कर सकता हूँ",
    ),
    "profile": _words(
        "Your profile from your resume",
        "Dein Profil aus dem Lebenslauf",
        "Votre profil tiré de votre CV",
        "Tu perfil a partir de tu CV",
        "Seu perfil a partir do currículo",
        "आपके रिज़्यूमे से आपकी प्रोफ़ाइल",
    ),
    "jobs": _words(
        "Find jobs that fit you",
        "Passende Stellen finden",
        "Trouver des offres qui vous vont",
        "Buscar empleos para ti",
        "Encontrar vagas para você",
        "आपके लिए सही नौकरियाँ खोजें",
    ),
    "saved": _words(
        "Jobs you saved",
        "Gemerkte Stellen",
        "Vos offres enregistrées",
        "Tus empleos guardados",
        "Suas vagas salvas",
        "सहेजी हुई नौकरियाँ",
    ),
    "advice": _words(
        "Talk through your next step",
        "Den nächsten Schritt besprechen",
        "Réfléchir à la prochaine étape",
        "Hablar de tu próximo paso",
        "Conversar sobre o próximo passo",
        "अगले कदम पर बात करें",
    ),
    "practice": _words(
        "Practice an interview",
        "Ein Vorstellungsgespräch üben",
        "S'entraîner à un entretien",
        "Practicar una entrevista",
        "Treinar uma entrevista",
        "इंटरव्यू का अभ्यास करें",
    ),
    "gap": _words(
        "What you are missing for a role",
        "Was dir für eine Stelle fehlt",
        "Ce qui vous manque pour un poste",
        "Lo que te falta para un puesto",
        "O que falta para uma vaga",
        "किसी पद के लिए क्या कमी है",
    ),
    "tailor": _words(
        "Tailor your resume to a posting",
        "Lebenslauf auf eine Stelle zuschneiden",
        "Adapter votre CV à une offre",
        "Adaptar tu CV a una oferta",
        "Adaptar seu currículo a uma vaga",
        "रिज़्यूमे को नौकरी के हिसाब से ढालें",
    ),
    "learn": _words(
        "Find a course or book",
        "Kurs oder Buch finden",
        "Trouver un cours ou un livre",
        "Encontrar un curso o libro",
        "Encontrar um curso ou livro",
        "कोर्स या किताब खोजें",
    ),
    "track": _words(
        "Your applications",
        "Deine Bewerbungen",
        "Vos candidatures",
        "Tus solicitudes",
        "Suas candidaturas",
        "आपके आवेदन",
    ),
    "digest": _words(
        "New jobs every morning: when, what, where",
        "Neue Stellen jeden Morgen: wann, was, wohin",
        "Nouvelles offres chaque matin : quand, quoi, où",
        "Empleos nuevos cada mañana: cuándo, qué, dónde",
        "Vagas novas toda manhã: quando, o quê, onde",
        "हर सुबह नई नौकरियाँ: कब, क्या, कहाँ",
    ),
    "alerts": _words(
        "Searches that tell you at once",
        "Suchen, die sich sofort melden",
        "Recherches qui vous préviennent aussitôt",
        "Búsquedas que te avisan al momento",
        "Buscas que avisam na hora",
        "तुरंत सूचना देने वाली खोजें",
    ),
    "settings": _words(
        "Language, time zone and your data",
        "Sprache, Zeitzone und deine Daten",
        "Langue, fuseau horaire et vos données",
        "Idioma, zona horaria y tus datos",
        "Idioma, fuso horário e seus dados",
        "भाषा, समय क्षेत्र और आपका डेटा",
    ),
    "link": _words(
        "Use the same profile in another app",
        "Dasselbe Profil in einer anderen App nutzen",
        "Utiliser le même profil ailleurs",
        "Usar el mismo perfil en otra app",
        "Usar o mesmo perfil em outro app",
        "यही प्रोफ़ाइल दूसरे ऐप में इस्तेमाल करें",
    ),
    "email": _words(
        "Add your email address",
        "Deine E-Mail-Adresse hinzufügen",
        "Ajouter votre adresse e-mail",
        "Añadir tu correo electrónico",
        "Adicionar seu e-mail",
        "अपना ईमेल पता जोड़ें",
    ),
    "privacy": _words(
        "What I keep about you, and for how long",
        "Was ich über dich speichere und wie lange",
        "Ce que je garde sur vous, et combien de temps",
        "Qué guardo sobre ti y por cuánto tiempo",
        "O que guardo sobre você e por quanto tempo",
        "मैं आपके बारे में क्या और कब तक रखता हूँ",
    ),
    "export": _words(
        "A copy of everything I keep about you",
        "Eine Kopie von allem, was ich über dich habe",
        "Une copie de tout ce que je garde sur vous",
        "Una copia de todo lo que guardo sobre ti",
        "Uma cópia de tudo que guardo sobre você",
        "मेरे पास आपके बारे में जो है उसकी प्रति",
    ),
    "delete": _words(
        "Delete everything about you",
        "Alles über dich löschen",
        "Supprimer tout ce qui vous concerne",
        "Borrar todo lo que sé de ti",
        "Apagar tudo sobre você",
        "आपके बारे में सब कुछ मिटाएँ",
    ),
    "stop": _words(
        "Stop what I am doing",
        "Abbrechen, was ich gerade tue",
        "Arrêter ce que je fais",
        "Parar lo que estoy haciendo",
        "Parar o que estou fazendo",
        "जो कर रहा हूँ उसे रोकें",
    ),
}

DESCRIPTIONS = _words(
    "I am CareerGini, an assistant program. Send me your resume as a PDF or Word file, or tell me "
    "what you do, and I look for jobs that fit and say why. I run on this organisation's own "
    "machine. /export gives you what I keep, /delete deletes it.",
    "Ich bin CareerGini, ein Assistenzprogramm. Schick mir deinen Lebenslauf als PDF oder "
    "Word-Datei oder erzähl, was du machst: Ich suche passende Stellen und sage, warum. Ich laufe "
    "auf einem Rechner dieser Organisation. /export zeigt, was ich speichere, /delete löscht es.",
    "Je suis CareerGini, un programme d'assistance. Envoyez-moi votre CV en PDF ou Word, ou dites "
    "ce que vous faites : je cherche des offres qui vous vont et j'explique pourquoi. Je tourne "
    "sur une machine de cette organisation. /export donne ce que je garde, /delete l'efface.",
    "Soy CareerGini, un programa asistente. Envíame tu CV en PDF o Word, o cuéntame a qué te "
    "dedicas: busco empleos para ti y digo por qué. Funciono en una máquina de esta organización. "
    "/export te da lo que guardo, /delete lo borra.",
    "Sou o CareerGini, um programa assistente. Envie seu currículo em PDF ou Word, ou diga o que "
    "você faz: procuro vagas para você e digo por quê. Rodo em uma máquina desta organização. "
    "/export mostra o que guardo, /delete apaga.",
    "मैं CareerGini हूँ, एक सहायक प्रोग्राम। अपना रिज़्यूमे PDF या Word में भेजें, या बताएँ कि आप क्या करते "
    "हैं: मैं आपके लिए नौकरियाँ खोजता हूँ और कारण बताता हूँ। मैं इसी संस्था की मशीन पर चलता हूँ। /export से "
    "आपका डेटा मिलता है, /delete से मिटता है।",
)
"""What a person reads before the first message; at most 512 characters."""

SHORT = _words(
    "Jobs that fit you, and why. An assistant program on this organisation's own machine.",
    "Passende Stellen, mit Gründen. Ein Assistenzprogramm auf einem Rechner dieser Organisation.",
    "Des offres qui vous vont, et pourquoi. Un assistant sur une machine de cette organisation.",
    "Empleos para ti, y por qué. Un asistente en una máquina de esta organización.",
    "Vagas para você, e por quê. Um assistente em uma máquina desta organização.",
    "आपके लिए नौकरियाँ, कारण के साथ। इसी संस्था की मशीन पर चलने वाला सहायक।",
)
"""Shown in the bot's profile; at most 120 characters."""
