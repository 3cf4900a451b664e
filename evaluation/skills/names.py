"""Skills as people write them in lists, with what they mean; ``-`` is none of ours.

Hard negatives are near a name of ours in letters, never in meaning.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.skills import canonical

_NAMES = """
Postgre SQL = PostgreSQL; postgres = PostgreSQL; Postgresql 15 = PostgreSQL
PostgresSQL = PostgreSQL
python3.11 = Python; Python (advanced) = Python; Pyhton = Python; Phyton = Python
5+ years of experience in Java = Java; Java 17 = Java; Core Java = Java; Java EE = Jakarta EE
JavaScript (ES6+) = JavaScript; Java Script = JavaScript; Javascrpt = JavaScript
ReactJS = React; React.js 18 = React; Angular 17 = Angular; Node JS = Node.js; Vue 3 = Vue.js
K8S = Kubernetes; kubernets = Kubernetes; Kuberentes = Kubernetes; Docker containers = Docker
Terrafrom = Terraform; Ansibel = Ansible; AWS Cloud = AWS; Amazon Web Services (AWS) = AWS
MS Excel = Excel; Excel (expert) = Excel; Microsoft Excel 2019 = Excel; PowerBI = Power BI
Power Point = PowerPoint; MS Word = Microsoft Word; G Suite = Google Workspace
Customer Relationship Management (CRM) = CRM; CRM (customer relationship management) = CRM
Search Engine Optimization (SEO) = SEO; Structured query language SQL = SQL; T-SQL = T-SQL
management of projects = Project management; Projektmanagement = Project management
analysis of data = Data analysis; Data Analytics = Data analysis; mining of data = Data mining
gute Kenntnisse in SAP = SAP; Erfahrung mit Git = Git; Connaissance de Docker = Docker
Conocimientos de Python = Python; experiência em SQL = SQL; sehr gute Excel-Kenntnisse = Excel
C++17 = C++; C/C++ = -; C sharp = C#; C# 10 = C#; .NET 8 = .NET; .NET Core = .NET
R 4.2 = R; R programming = R; Golang = Go; Go (golang) = Go; Go 1.21 = Go
Knowledge of Linux = Linux; Linux - advanced = Linux; Bash scripting = Bash; Shell scripting = Bash
Machine Learning (ML) = Machine learning; ML = Machine learning; Deep-learning = Deep learning
Scikit learn = scikit-learn; Tensor Flow = TensorFlow; Pytorch 2.0 = PyTorch; Numpy = NumPy
Adobe Photoshop CC = Photoshop; Photoshp = Photoshop; Adobe Illustrator = Illustrator
Atlassian JIRA = Jira; Apache Kafka 3 = Apache Kafka; kafka = Apache Kafka; Oracle PL/SQL = PL/SQL
SOLIDWORKS 2022 = SolidWorks; AutoCAD 3D = AutoCAD; Autodesk Revit = Revit
Bookeeping = Bookkeeping; Book keeping = Bookkeeping; Accounts payables = Accounts payable
customer services = Customer service; Fork lift = Forklift; Elastic Search = Elasticsearch
Mongo DB = MongoDB; Mongo = MongoDB; MySql 8.0 = MySQL; Rabbit MQ = RabbitMQ; Git/GitHub = -
Wordpress development = WordPress; HTML5/CSS3 = -; Type Script = TypeScript; CI / CD = CI/CD
"""
_NEGATIVE = """
C+ ; Javanese ; Javan ; Scale ; Reach ; Wedding ; C-suite ; R&D ; Rusty ; Tasting ; Exceling
Swiftly ; Class A ; Dark ; Reaction ; Vitamin C ; Plan C ; Rail ; Flashy ; Anguish ; Dockyard
Pythons of Asia ; Hiking ; Reading novels ; Jigsaw ; Wine ; Spelling ; Planing wood ; Chess
Sparkling water ; Ruby jewellery ; Goal ; R2D2 ; B2C ; C3PO ; G ; X ; Q ; Ti ; Cc ; Goo
Javelin ; Unix timestamps of history ; Rabbits ; Curling ; Kotlas ; Perlite ; Haskel Valley
Terraforming Mars ; Docking ; Angling ; Nodding ; Expresso ; Django Reinhardt ; Snow ; Cobalt
"""


def names() -> Iterator[tuple[str, str | None]]:
    """What is written, and the canonical name or None."""
    for row in _NAMES.strip().replace("\n", ";").split(";"):
        written, _, meant = row.rpartition(" = ")
        if written.strip():
            yield written.strip(), canonical(meant.strip()) if meant.strip() != "-" else None
    for written in _NEGATIVE.replace("\n", ";").split(";"):
        if written.strip():
            yield written.strip(), None
