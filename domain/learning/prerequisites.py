"""What is learned before what: a table of our own, reviewed by hand, and free of circles.

One line per skill: ``Skill = First, One|Other``. "One|Other" is met by either; the leftmost is
planned when neither is there. The table says what a usual beginner's course of the skill takes for
granted, not what the skill is related to: SQL needs nothing, although it lives in a database. A
skill without a line needs what the taxonomy says that it shows (PL/SQL shows SQL), as far as that
is a thing of its own to learn and not the name of a whole field.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from domain.skills import implied_by, taxonomy

_TABLE = """
TypeScript = JavaScript
JavaScript = HTML
CSS = HTML
Sass = CSS
React = JavaScript
Redux = React
Next.js = React
React Native = React
Angular = TypeScript
Vue.js = JavaScript
Svelte = JavaScript
jQuery = JavaScript
Node.js = JavaScript
Express = Node.js
NestJS = Node.js, TypeScript
GraphQL = REST APIs
REST APIs = Python|JavaScript|Java|Go|C#|PHP|Ruby
gRPC = Go|Java|Python|C++|C#, REST APIs
Django = Python, SQL
Flask = Python
FastAPI = Python, REST APIs
Ruby on Rails = Ruby, SQL
Laravel = PHP, SQL
Symfony = PHP, SQL
Spring = Java
Spring Boot = Java, SQL
Hibernate = Java, SQL
Jakarta EE = Java
ASP.NET = C#
Entity Framework = C#, SQL
Blazor = C#
Tailwind CSS = CSS
Bootstrap = CSS
Webpack = JavaScript
Flutter = Dart
Android development = Kotlin|Java
iOS development = Swift
Front-end development = HTML, CSS, JavaScript
Back-end development = Python|Java|Go|Node.js|C#|PHP|Ruby, SQL, REST APIs
Full-stack development = HTML, CSS, JavaScript, SQL, REST APIs
Web development = HTML, CSS, JavaScript
C++ = C|Python|Java
Embedded systems = C
Microservices = REST APIs, Docker
Unit testing = Python|Java|JavaScript|C#|Go
Test-driven development = Unit testing
Test automation = Python|Java|JavaScript|C#
Selenium = Python|Java|JavaScript|C#
Playwright = JavaScript|TypeScript|Python
Cypress = JavaScript
CI/CD = Git
GitHub Actions = Git
GitLab CI = Git
Jenkins = Git
GitHub = Git
GitLab = Git
Bitbucket = Git
Code review = Git
Docker = Linux
Kubernetes = Docker
Helm = Kubernetes
OpenShift = Kubernetes
Terraform = AWS|Azure|Google Cloud
Ansible = Linux
Prometheus = Linux
Grafana = Linux
DevOps = Linux, Git, Docker
Site reliability engineering = Linux, Docker, Prometheus
AWS Lambda = AWS, Python|JavaScript|Java
CloudFormation = AWS
Amazon EC2 = AWS
Amazon S3 = AWS
Cloud security = AWS|Azure|Google Cloud
Bash = Linux
Cybersecurity = Linux, Networking
Network security = Networking
Penetration testing = Linux, Networking
Application security = Web development|Back-end development
SIEM = Networking
PostgreSQL = SQL
MySQL = SQL
Microsoft SQL Server = SQL
Oracle Database = SQL
SQLite = SQL
T-SQL = SQL
PL/SQL = SQL
Query optimization = SQL
Database administration = SQL, Linux
Data warehousing = SQL
Data engineering = Python, SQL
ETL = SQL
dbt = SQL, Git
Snowflake = SQL
BigQuery = SQL
Redshift = SQL
Apache Airflow = Python, SQL
Apache Spark = Python|Scala|Java, SQL
Databricks = Apache Spark
Apache Kafka = Python|Java|Scala|Go, Linux
Apache Flink = Java|Scala|Python, SQL
Hadoop = Linux, Java|Python
Hive = SQL
pandas = Python
Data analysis = Microsoft Excel|Google Sheets|Python, Statistics
Data visualization = Microsoft Excel|Google Sheets|Python
Tableau = Data visualization
Power BI = Microsoft Excel
Looker = SQL
A/B testing = Statistics
Time series analysis = Statistics, Python|R
Data science = Python, SQL, Statistics
Machine learning = Python, Statistics
Deep learning = Machine learning
scikit-learn = Python, Statistics
PyTorch = Python, Machine learning
TensorFlow = Python, Machine learning
XGBoost = Machine learning
Natural language processing = Machine learning
Computer vision = Machine learning
Reinforcement learning = Machine learning
Feature engineering = pandas, Statistics
MLOps = Machine learning, Docker
SAP FI/CO = Accounting
IFRS = Accounting
HGB = Accounting
Auditing = Accounting
Cost accounting = Accounting
Financial analysis = Accounting, Microsoft Excel|Google Sheets
Financial modeling = Microsoft Excel|Google Sheets, Financial analysis
FP&A = Budgeting, Financial analysis
Month-end close = Accounting
Taxation = Accounting
VBA = Microsoft Excel
SEM = Digital marketing
Email marketing = Digital marketing
SEO = Digital marketing
Google Analytics = Digital marketing
Growth marketing = Digital marketing
User research = Product design|Product management
Design systems = Figma
CNC programming = Machining
CATIA = CAD
SolidWorks = CAD
AutoCAD = CAD
Revit = BIM|CAD
PLC programming = Electronics
Robotics = Electronics, Python|C++|C
HVAC = Electrical installation
Warehouse management systems = Warehouse operations
Intensive care = Nursing
Pediatric nursing = Nursing
Emergency care = Nursing
Special education = Teaching
Pharmacy = Chemistry
Scrum = Agile
"""

_FIELDS = frozenset(
    {
        "Adobe Creative Suite", "Agile", "CI/CD", "CRM", "Cybersecurity", "Data engineering",
        "Human resources", "Marketing", "Microsoft Office", "Mobile development", "NoSQL",
        "Observability", "Sales", "Software testing", "SAP", "Google Workspace", ".NET",
    }
)  # fmt: skip
"""Implied by many tools, yet nobody takes a course in them before the tool."""


@cache
def _table() -> dict[str, tuple[tuple[str, ...], ...]]:
    rows: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in _TABLE.strip().splitlines():
        skill, _, needs = line.partition(" = ")
        rows[skill] = tuple(tuple(part.split("|")) for part in needs.split(", "))
    return rows


def reviewed_skills() -> frozenset[str]:
    """Skills that have a line of their own."""
    return frozenset(_table())


def needs_of(skill: str) -> tuple[tuple[str, ...], ...]:
    """What comes before a skill: each part is met by any of its names.

    >>> needs_of("Apache Airflow"), needs_of("PL/SQL"), needs_of("Nursing")
    ((('Python',), ('SQL',)), (('SQL',),), (('Patient care',),))
    """
    if (row := _table().get(skill)) is not None:
        return row
    entry = taxonomy().get(skill)
    if entry is None:
        return ()
    return tuple((name,) for name in entry.implies if name not in _FIELDS)


def shown_by(known: Collection[str]) -> frozenset[str]:
    """Everything that these skills show, themselves included."""
    return frozenset(implied for one in known for implied in implied_by(one))


def chosen_needs(skill: str, *, shown: Collection[str], planned: Collection[str]) -> list[str]:
    """The one name of each part that has to be learned first, direct ones only.

    Args:
        skill: canonical name.
        shown: what the person shows, closed under what it implies.
        planned: what the plan teaches anyway; preferred among equals.
    """
    chosen: list[str] = []
    for names in needs_of(skill):
        if any(name in shown for name in names):
            continue
        chosen.append(next((name for name in names if name in planned), names[0]))
    return chosen


def path_to(skill: str, *, shown: Collection[str], planned: Collection[str] = ()) -> list[str]:
    """All that has to be learned for a skill, in an order that works, the skill last.

    >>> path_to("Apache Airflow", shown={"Python"})
    ['SQL', 'Apache Airflow']
    """
    path: list[str] = []
    opened: set[str] = set()
    stack: list[tuple[str, bool]] = [(skill, False)]
    while stack:
        name, is_ready = stack.pop()
        if name in path or (name != skill and name in shown):
            continue
        if is_ready:
            path.append(name)
            continue
        if name in opened:
            continue
        opened.add(name)
        stack.append((name, True))
        needed = chosen_needs(name, shown=shown, planned=planned)
        stack.extend((one, False) for one in reversed(needed))
    return path
