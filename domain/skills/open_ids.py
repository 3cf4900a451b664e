"""Ids of our skills in two open taxonomies, where name and meaning are surely the same.

ESCO: concepts of "European Skills, Competences, Qualifications and Occupations" (European
Commission, 1.1.1); only the addresses of concepts are here, reuse with acknowledgement of the
source. O*NET: the UNSPSC commodity code that O*NET gives the technology.

This product includes information from the O*NET 29.2 Database by the U.S. Department of Labor,
Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET(R) is a
trademark of USDOL/ETA. CareerGini has modified all or some of this information. USDOL/ETA has not
approved, endorsed, or tested these modifications.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_ESCO = "http://data.europa.eu/esco/skill/"
_TABLE = """
ABAP = eb0e5615-1575-4a86-a1a2-7d39595033c5 -
Active Directory = - 43232704
Adobe Acrobat = - 43232202
Adobe XD = - 43232102
Airtable = - 43232306
AJAX = - 43232408
Angular = - 43232408
Ansible = 6f8a40d6-f9ce-43ec-a72f-d4213a53f3ed -
Apache Airflow = - 43231517
Apache Kafka = - 43232402
Apache Tomcat = - 43232408
Asana = - 43233513
ASP.NET = 56a7f561-1d55-43c9-9cd7-36a0a9bc6c50 43232408
AutoCAD = - 43232604
Autodesk Inventor = - 43232604
Bash = - 43233004
BigQuery = - 43232306
Bitbucket = - 43232701
Blender = - 43232102
Bootstrap = - 43232408
Business intelligence = - 43232305
C = - 43232402
C# = 4c016b68-4116-468c-9dc6-42710c239e4a 43232405
C++ = b633eb55-8f1f-4ae6-ab4c-2022ffe2cb7f 43232405
CAD = a2b5dcf3-5b6a-453d-876c-cff540c0faf1 -
Canva = - 43232102
CATIA = - 43232604
Chef = - 43232401
Cisco = 709ef32a-7435-48e2-8fa2-16e389ecab8a -
Civil 3D = - 43232604
COBOL = def007fa-5fed-4a5f-91a2-b0d7e3db1be1 -
Computer vision = 7b0d5000-00da-4864-b776-6de49a87a669 -
CSS = e5d1f825-60ed-4bdd-872a-e748c387f777 -
Data mining = 25f0ea33-b4a2-4f31-b7b4-7d20e827b180 -
DaVinci Resolve = - 43232103
DevOps = f0de4973-0a70-4644-8fd4-3a97080476f4 -
Django = - 43232408
Docker = - 43232701
Drupal = 1de3942b-99d8-41e8-9ef0-fbc9e9f6307b 43232408
DynamoDB = - 43232304
Elasticsearch = - 43232304
Erlang = 034c29fa-c3ba-45ea-b8f3-bf8e3705e386 -
Figma = - 43232404
Final Cut Pro = - 43232103
Flask = - 43232402
GIS = - 43232510
Git = - 43232203
GitHub = - 43232701
GitLab = - 43232701
Go = - 43232402
Google Sheets = - 43232110
Google Tag Manager = - 43231514
Gradle = - 43232405
GraphQL = - 43232306
Groovy = 52cf3037-ab53-4806-85ed-7fd21ea7f6a1 -
Hadoop = e46291c7-52b9-4174-bd59-178884861038 43232304
Haskell = 000f1d3d-220f-4789-9c0a-cc742521fb02 43232402
Illustrator = 27b913f0-3c52-448b-ad27-fc6ef08fb326 -
IntelliJ IDEA = - 43232402
IoT = f049d050-12da-4e40-813a-2b5eb6df6b51 -
Java = 19a8293b-8e95-4de3-983f-77484079c389 43232405
JavaScript = 3cd569a2-4f88-4c1e-9995-8dce8c5e51a7 43232408
Julia = - 43232402
Kotlin = - 43232402
Kubernetes = - 43232701
Linux = - 43233004
Lua = - 43232405
Machine learning = 3a2d5b45-56e4-4f5a-a55a-4a4a65afdc43 -
MATLAB = c3a03c5a-c260-4c26-9b9a-873abb396f4d 43232605
Maven = 0d168770-4d9c-4096-b048-a6577818d306 -
Microsoft Access = 3d03c40c-1b83-4793-8902-2523f40af59e 43232306
Microsoft Excel = - 43232110
Microsoft PowerPoint = - 43232106
Microsoft Project = - 43231507
Microsoft SQL Server = c062bab3-3ea0-4291-9220-a2d8fef4bead -
Microsoft Visio = 86f7126d-97fd-4da5-be96-d1cf6ecd54e6 -
Microsoft Word = - 43232104
MicroStation = - 43232604
Minitab = - 43232605
MongoDB = - 43232304
MySQL = 4da171e5-779c-4983-a76f-91c16751e99f -
Neo4j = - 43232306
Node.js = - 43232408
NoSQL = 76ef6ed3-1658-4a1a-9593-204d799c6d0c 43232304
Objective-C = 9973a5a2-7822-4161-99e9-95c781eb63f8 -
OpenShift = - 43232701
pandas = - 43232306
Perl = 401eb8d8-6daa-4f8b-90ad-60afc71eb4f8 43232405
Photoshop = 14ced458-5f4b-495f-bd3d-9c240614bda0 -
PHP = 4350c38d-0fe9-4ca7-bab9-40ed7f72b04f 43232408
PL/SQL = - 43232304
PostgreSQL = a8d07b5a-c1a1-42c6-9d53-db9c7a2ca996 43232311
Postman = - 43233004
Power Automate = - 43232108
Power BI = - 43232314
PowerShell = - 43232402
Premiere Pro = - 43232103
Prometheus = - 43232306
Puppet = - 43232401
Python = ccd0a1d9-afda-43d9-b901-96344886e14d 43232405
PyTorch = - 43232306
QuickBooks = - 43231601
R = 51586df8-1c46-4b47-8583-773cb63bf00b 43232405
RabbitMQ = - 43232405
React = - 43232408
React Native = - 43232408
Redis = - 43232304
Ruby = 0ccdfe98-f845-4598-84a1-3dca66e9d9a3 43232402
Ruby on Rails = - 43232408
SAP Concur = - 43231601
SAS = - 43232605
Sass = 1110c92f-3059-445a-9436-0f4200d365f5 -
Scala = ffddfc7c-a9dd-449f-9e96-882dc447c8b6 43232405
scikit-learn = - 43232402
Selenium = - 43232406
SEO = eda4d727-4374-49af-ace4-118c7c906835 -
ServiceNow = - 43232306
Slack = - 43233513
Solidity = - 43232402
SonarQube = - 43232406
Spring Boot = - 43232701
SQL = 598de5b0-5b58-4ea7-8058-a4bc4d18c742 -
SQLite = - 43232304
SSIS = 6f7512ab-d46d-402a-8c30-a8878d7c1f88 -
Swift = be80acfc-b6f2-4411-9b8d-b19d9cd2556a 43232405
Tableau = - 43232314
TensorFlow = - 43232605
Terraform = - 43232401
TypeScript = 867137fb-ff1b-4ca3-99f3-cb6969aa2c68 43232405
Verilog = - 43232402
VMware = - 43232302
Vue.js = - 43232408
Webpack = - 43232408
WordPress = 6d289e8b-2cc1-4eda-ab1f-ad1090ef98f0 43232107
XGBoost = - 43232402
Zoom = - 43233502
"""
"""Canonical name, last part of the ESCO concept's URI, UNSPSC code; ``-`` where there is none."""


@cache
def _ids() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for row in _TABLE.strip().splitlines():
        name, _, ids = row.partition(" = ")
        esco, unspsc = ids.split()
        known = {"esco": _ESCO + esco if esco != "-" else "", "unspsc": unspsc.strip("-")}
        found[name] = {scheme: id_ for scheme, id_ in known.items() if id_}
    return found


def open_ids(canonical: str) -> Mapping[str, str]:
    """Ids by scheme (``esco``: a concept's URI, ``unspsc``: a commodity code); empty when unsure.

    >>> open_ids("Haskell")["esco"].rsplit("/", 1)[1]
    '000f1d3d-220f-4789-9c0a-cc742521fb02'
    """
    return _ids().get(canonical, {})
