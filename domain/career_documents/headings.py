"""Headings of a resume's sections in the languages that documents are written in.

Plain, common words: readers of other makers look for exactly these.
"""

from __future__ import annotations

from functools import cache

from domain.career_documents.model import DocumentSection

_SECTIONS = tuple(DocumentSection)
_WORDS: dict[str, str] = {
    "en": "Summary; Skills; Work Experience; Projects; Education; Certifications; Languages; "
    "Awards; Publications; Volunteer Experience",
    "de": "Profil; Kenntnisse; Berufserfahrung; Projekte; Ausbildung; Zertifikate; Sprachen; "
    "Auszeichnungen; Publikationen; Ehrenamt",
    "fr": "Profil; Compétences; Expérience professionnelle; Projets; Formation; Certifications; "
    "Langues; Distinctions; Publications; Bénévolat",
    "es": "Perfil; Habilidades; Experiencia laboral; Proyectos; Educación; Certificaciones; "
    "Idiomas; Premios; Publicaciones; Voluntariado",
    "pt": "Perfil; Competências; Experiência profissional; Projetos; Educação; Certificações; "
    "Idiomas; Prêmios; Publicações; Voluntariado",
    "it": "Profilo; Competenze; Esperienza professionale; Progetti; Istruzione; Certificazioni; "
    "Lingue; Premi; Pubblicazioni; Volontariato",
    "nl": "Profiel; Vaardigheden; Werkervaring; Projecten; Opleiding; Certificaten; Talen; "
    "Prijzen; Publicaties; Vrijwilligerswerk",
    "ru": "О себе; Навыки; Опыт работы; Проекты; Образование; Сертификаты; Языки; Награды; "
    "Публикации; Волонтёрство",
    "hi": "सारांश; कौशल; कार्य अनुभव; परियोजनाएँ; शिक्षा; प्रमाणपत्र; भाषाएँ; पुरस्कार; प्रकाशन; स्वयंसेवा",
    "ja": "職務要約; スキル; 職務経歴; プロジェクト; 学歴; 資格; 語学; 受賞歴; 出版物; "
    "ボランティア",
    "zh": "个人简介; 技能; 工作经历; 项目经历; 教育背景; 证书; 语言; 奖项; 出版物; 志愿者经历",
    "ko": "자기소개; 기술; 경력; 프로젝트; 학력; 자격증; 언어; 수상; 출판물; 봉사활동",
    "ar": "نبذة; المهارات; الخبرة العملية; المشاريع; التعليم; الشهادات; اللغات; الجوائز; "
    "المنشورات; العمل التطوعي",
}

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
"""Languages (ISO 639-1) whose lines begin on the right."""


def heading(section: DocumentSection, language: str) -> str:
    """The heading of a section; in English where the language is not in the table.

    >>> heading(DocumentSection.WORK, "de"), heading(DocumentSection.SKILLS, "xx")
    ('Berufserfahrung', 'Skills')
    """
    return _of(language if language in _WORDS else "en")[section]


def section_named(words: str) -> DocumentSection | None:
    """The section that a heading of any language in the table names, white space apart.

    >>> section_named("職務 経歴")
    <DocumentSection.WORK: 'work'>
    """
    return _sections().get("".join(words.split()).casefold())


@cache
def _of(language: str) -> dict[DocumentSection, str]:
    words = [each.strip() for each in _WORDS[language].split(";")]
    return dict(zip(_SECTIONS, words, strict=True))


@cache
def _sections() -> dict[str, DocumentSection]:
    return {
        "".join(words.split()).casefold(): section
        for language in _WORDS
        for section, words in _of(language).items()
    }
