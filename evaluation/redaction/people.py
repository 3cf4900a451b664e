"""Invented people of many naming traditions. ``FIRST`` was used to write the rules."""

# ruff: noqa: E501 - one person per row reads better than a wrapped table

from __future__ import annotations

from typing import NamedTuple

from domain.fairness.name_lists import NAME_LISTS
from domain.redaction.letters import folded


class Person(NamedTuple):
    """Somebody who does not exist."""

    given: str
    family: str
    email: str
    phone: str
    link: str
    town: str
    native: str = ""
    """The name in its own script, given and family name as there."""


FIRST: tuple[Person, ...] = (
    Person("Jane", "Smith", "jane.smith@example.com", "+1 (312) 555-0123", "linkedin.com/in/jane-smith", "Springfield, IL"),
    Person("Oluwaseun", "Adebayo", "o.adebayo@example.org", "+44 7700 900123", "github.com/seunade", "Leeds, UK"),
    Person("José", "Martínez Núñez", "jose.martinez@example.es", "+34 612 345 678", "linkedin.com/in/josemartinez", "Valencia, Spain"),
    Person("Jürgen", "Groß", "juergen.gross@example.de", "0171 2345678", "xing.com/profile/Juergen_Gross", "04103 Leipzig"),
    Person("Siobhán", "O’Brien", "siobhan.obrien@example.ie", "+353 86 123 4567", "github.com/sobrien", "Cork, Ireland"),
    Person("Nguyễn", "Thị Hương", "huong.nguyen@example.vn", "+84 912 345 678", "linkedin.com/in/huongnguyen", "Hanoi, Vietnam"),
    Person("Ibn", "Al-Rashid", "k.alrashid@example.com", "+971 50 123 4567", "github.com/alrashid", "Dubai"),
    Person("Anne-Sophie", "de La Tour", "as.delatour@example.fr", "+33 6 12 34 56 78", "linkedin.com/in/asdelatour", "Lyon, France"),
    Person("Priya", "Venkatesan", "priyav@example.in", "+91 98765 43210", "github.com/priya-venkatesan", "Chennai, India"),
    Person("Björk", "Guðmundsdóttir", "bjork.g@example.is", "+354 612 3456", "github.com/bjorkg", "Reykjavík, Iceland"),
    Person("Łukasz", "Wiśniewski", "lukasz.wisniewski@example.pl", "+48 601 234 567", "github.com/lwisniewski", "Kraków, Poland"),
    Person("Tom", "Jenkins", "tom.jenkins@example.com", "(415) 555-0199", "github.com/tjenkins", "Oakland, CA"),
    Person("Ada", "Marlow", "ada@marlow.example.com", "+44 20 7946 0958", "github.com/amarlow", "Bristol, UK"),
    Person("Julia", "Swift", "julia.swift@example.net", "+1-206-555-0142", "linkedin.com/in/juliaswift", "Tacoma, WA"),
    Person("Mark", "Young", "markyoung@example.com", "512.555.0177", "github.com/markyoung", "Waco, TX"),
    Person("Maven", "Chef", "maven.chef@example.com", "+1 (720) 555-0188", "github.com/mavenchef", "Aurora, CO"),
    Person("Иван", "Петров", "ivan.petrov@example.ru", "+7 912 345-67-89", "github.com/ipetrov", "Пермь", "Иван Петров"),
    Person("Ελένη", "Παπαδοπούλου", "eleni.pap@example.gr", "+30 694 123 4567", "github.com/elenipap", "Πάτρα", "Ελένη Παπαδοπούλου"),
    Person("أحمد", "المنصوري", "ahmed.m@example.ae", "+971 55 765 4321", "github.com/ahmedm", "دبي", "أحمد المنصوري"),
    Person("נועה", "לוינסון", "noa.levinson@example.il", "+972 52-345-6789", "github.com/noalev", "חיפה", "נועה לוינסון"),
    Person("小明", "王", "wang.xm@example.cn", "+86 138 1234 5678", "github.com/wangxm", "成都", "王小明"),
    Person("太郎", "山田", "t.yamada@example.jp", "+81 90-1234-5678", "github.com/tyamada", "名古屋", "山田 太郎"),
    Person("민수", "김", "minsu.kim@example.kr", "+82 10-1234-5678", "github.com/minsukim", "대전", "김민수"),
    Person("अनिल", "शर्मा", "anil.sharma@example.in", "+91 91234 56789", "github.com/anilsharma", "पुणे", "अनिल शर्मा"),
    Person("สมชาย", "ใจดี", "somchai.j@example.th", "+66 81 234 5678", "github.com/somchaij", "เชียงใหม่", "สมชาย ใจดี"),
)  # fmt: skip

LATER: tuple[Person, ...] = (
    Person("Li", "Wei", "liwei88@example.com", "+65 9123 4567", "github.com/liwei88", "Singapore"),
    Person("Mary-Kate", "Fitzwilliam-Hughes", "mk.fitz@example.co.uk", "020 7946 0321", "linkedin.com/in/mkfitz", "Croydon, UK"),
    Person("Grace", "Hopewell", "grace.h@example.com", "(303) 555-0111", "github.com/ghopewell", "Boulder, CO"),
    Person("Jan", "van der Meer", "jan.vandermeer@example.nl", "+31 6 12345678", "linkedin.com/in/janvdmeer", "Utrecht, Netherlands"),
    Person("Ngozi", "Okonjo", "ngozi.okonjo@example.ng", "+234 803 123 4567", "github.com/ngozio", "Enugu, Nigeria"),
    Person("Ruby", "Castillo", "ruby.castillo@example.mx", "+52 55 1234 5678", "github.com/rubycastillo", "Puebla, Mexico"),
    Person("Django", "Reinholt", "django@reinholt.example.com", "+49 151 23456789", "github.com/dreinholt", "Bremen"),
    Person("Mercury", "Oyelaran", "m.oyelaran@example.org", "+1 404 555 0166", "linkedin.com/in/mercury-oyelaran", "Decatur, GA"),
    Person("Şebnem", "Yılmaz", "sebnem.yilmaz@example.tr", "+90 532 123 45 67", "github.com/sebnemy", "Eskişehir, Türkiye"),
    Person("Hélène", "Lefèvre", "helene.lefevre@example.fr", "06.12.34.56.78", "linkedin.com/in/helenelefevre", "Nantes"),
    Person("Ha-eun", "Ryu", "haeun.ryu@example.com", "+82-10-9876-5432", "github.com/haeunryu", "Busan"),
    Person("Maximilian", "Koch", "max.koch@example.de", "+49 (0)341 1234567", "xing.com/profile/Max_Koch3", "04317 Leipzig"),
    Person("Aaliyah", "Washington", "aaliyahw@example.com", "1-443-555-0172", "linkedin.com/in/aaliyahwashington", "Baltimore, MD"),
    Person("Μαρία", "Κωνσταντίνου", "m.konstantinou@example.gr", "+30 210 123 4567", "github.com/mkonst", "Βόλος", "Μαρία Κωνσταντίνου"),
    Person("Ольга", "Смирнова", "olga.smirnova@example.ru", "8 (495) 123-45-67", "github.com/osmirnova", "Тверь", "Ольга Смирнова"),
    Person("فاطمة", "الزهراني", "f.zahrani@example.sa", "٠٥٠ ١٢٣ ٤٥٦٧", "github.com/fzahrani", "جدة", "فاطمة الزهراني"),
    Person("דוד", "ברקוביץ", "david.b@example.il", "052-765-4321", "github.com/davidberk", "רעננה", "דוד ברקוביץ"),
    Person("伟", "张", "zhang.wei@example.cn", "13912345678", "github.com/zhangwei", "武汉", "张伟"),
    Person("花子", "佐藤", "hanako.sato@example.jp", "080-1111-2222", "github.com/hsato", "仙台市", "佐藤 花子"),
    Person("지은", "박", "jieun.park@example.kr", "010-2222-3333", "github.com/jieunp", "수원", "박지은"),
    Person("प्रिया", "वर्मा", "priya.verma@example.in", "+91-98111-22233", "github.com/pverma", "जयपुर", "प्रिया वर्मा"),
    Person("มาลี", "สุขใจ", "malee.s@example.th", "089-123-4567", "github.com/malees", "ขอนแก่น", "มาลี สุขใจ"),
    Person("Cher", "Du", "cher.du@example.com", "+1 (808) 555-0133", "github.com/cherdu", "Hilo, HI"),
    Person("D’Angelo", "St. Clair", "dangelo.stclair@example.com", "504/555-0144", "linkedin.com/in/dangelo-st-clair", "Metairie, LA"),
    Person("Xin", "Zhao", "xzhao@example.edu", "(607) 555 0155", "github.com/xin-zhao", "Ithaca, NY"),
)  # fmt: skip
"""Written after the rules, and measured before any rule was changed for them."""


def from_lists() -> tuple[Person, ...]:
    """The names of the fairness lists as people."""
    found = []
    for row, names in enumerate(NAME_LISTS):
        for number, name in enumerate(names):
            handle = f"{folded(name.given)}.{folded(name.family)}".replace("-", "").replace(" ", "")
            found.append(
                Person(
                    name.given,
                    name.family,
                    f"{handle}@example.org",
                    f"+1 {410 + row} 555 01{number}{row}",
                    f"linkedin.com/in/{handle.replace('.', '-')}",
                    ("Fairview, OH", "Ostrava, Czechia", "Mombasa", "Izmir, Turkey")[number % 4],
                )
            )
    return tuple(found)


LAST: tuple[Person, ...] = (
    Person("Robert", "Kowalczyk", "rkowalczyk@example.com", "+1.630.555.0102", "github.com/bobk", "Naperville, IL"),
    Person("Theodora", "Nightingale", "t_nightingale@example.co.uk", "07700 900 456", "linkedin.com/in/theodora-nightingale-9", "Stroud, Gloucestershire"),
    Person("Amara", "Diallo", "amara.diallo@example.sn", "+221 77 123 45 67", "github.com/adiallo", "Dakar"),
    Person("Penelope", "Cross", "pcross@example.com", "619-555-0135", "github.com/pennycross", "La Mesa, CA"),
    Person("Scala", "Bianchi", "scala.bianchi@example.it", "+39 347 123 4567", "github.com/scalabianchi", "Bergamo"),
    Person("Heinz-Peter", "Freiherr von Altenburg", "hp.altenburg@example.de", "030/1234567", "xing.com/profile/HP_Altenburg", "10115 Berlin"),
    Person("Luz", "Ramos Ortega", "luzramos@example.es", "+34 91 123 45 67", "linkedin.com/in/luz-ramos-ortega", "Alcorcón"),
    Person("Zhanna", "Tkachenko", "zhanna.tk@example.ua", "+380 67 123 4567", "github.com/zhtkachenko", "Lviv"),
    Person("Виктор", "Дорошенко", "v.doroshenko@example.ru", "+7(921)1234567", "github.com/vdoroshenko", "Псков", "Виктор Дорошенко"),
    Person("سلمى", "الخطيب", "salma.k@example.jo", "+962 7 9123 4567", "github.com/salmak", "عمّان", "سلمى الخطيب"),
    Person("静", "陈", "chenjing@example.cn", "+86-13612345678", "github.com/chenjing", "长沙", "陈静"),
    Person("健一", "小林", "k-kobayashi@example.jp", "03-1234-5678", "github.com/kkobayashi", "松本", "小林健一"),
    Person("Sinéad", "Mac Giolla", "sinead.macgiolla@example.ie", "+353 1 234 5678", "github.com/smacgiolla", "Galway"),
    Person("Terraform", "Jones", "tjones@example.com", "(702) 555-0190", "github.com/tfjones", "Reno, NV"),
    Person("Ya-ting", "Hsu", "yating.hsu@example.tw", "+886 912 345 678", "github.com/ythsu", "Taichung"),
)  # fmt: skip
"""Written when the rules were finished; measured once, see the figure of the first run."""
