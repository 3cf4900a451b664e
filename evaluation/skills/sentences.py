"""Sentences of postings and resumes with the skills that a person would say they name.

One per line: ``sentence | skill; skill``; nothing behind the bar means that there is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.skills import canonical

_NAMED = """
We maintain C/C++ and Go services on Linux. | C; C++; Go; Linux
5+ years of Python, Django and PostgreSQL in production. | Python; Django; PostgreSQL
Strong SQL and dbt; Airflow is a plus. | SQL; dbt; Apache Airflow
Experience with R programming or SAS for clinical statistics. | R; SAS; Statistics
You know TypeScript, React and GraphQL. | TypeScript; React; GraphQL
Deploys to Kubernetes with Helm charts and Terraform. | Kubernetes; Helm; Terraform
Advanced Excel (pivot tables, VLOOKUP) and PowerPoint. | Excel; PowerPoint
Knowledge of SAP and general ledger accounting. | SAP; General ledger; Accounting
Hands-on with AWS Lambda, S3 and DynamoDB. | AWS Lambda; Amazon S3; DynamoDB
Wrote Rust and C# at a games studio using Unity. | Rust; C#; Unity
Figma and Adobe XD for prototypes. | Figma; Adobe XD
Familiar with CI/CD, Git and Jenkins. | CI/CD; Git; Jenkins
Built dashboards in Tableau and Power BI. | Tableau; Power BI
Machine learning with PyTorch and scikit-learn. | Machine learning; PyTorch; scikit-learn
Native apps in Swift and Kotlin. | Swift; Kotlin
Programming languages: Java, Scala, Go, Rust | Java; Scala; Go; Rust
Tools: Jira, Confluence, Slack, Zoom | Jira; Confluence; Slack; Zoom
Wound care and phlebotomy on a surgical ward. | Wound care; Phlebotomy
Bookkeeping in QuickBooks for twelve clients. | Bookkeeping; QuickBooks
Forklift driving and inventory management. | Forklift; Inventory management
Kenntnisse in AutoCAD und SolidWorks erforderlich. | AutoCAD; SolidWorks
Maîtrise de Photoshop et Illustrator. | Photoshop; Illustrator
Experiencia con Node.js y MongoDB. | Node.js; MongoDB
Domínio de Excel e Power BI. | Excel; Power BI
Set up Prometheus and Grafana for 40 services. | Prometheus; Grafana
Migrated jQuery pages to Vue.js. | jQuery; Vue.js
Payroll for 300 people in Workday. | Payroll; Workday
Ran Google Ads and SEO campaigns. | Google Ads; SEO
Customer service and cash handling at a busy bar. | Customer service; Cash handling
Penetration testing with Burp Suite and Metasploit. | Penetration testing
Stream processing with Apache Kafka and Flink. | Apache Kafka; Apache Flink
Data analysis in pandas and NumPy. | Data analysis; pandas; NumPy
Kotlin Multiplatform and SwiftUI prototypes. | Kotlin; SwiftUI
Ruby on Rails monolith with Redis and Sidekiq. | Ruby on Rails; Redis
Skills: Java, C, MATLAB, LaTeX | Java; C; MATLAB; LaTeX
Hibernate and Spring Boot microservices. | Hibernate; Spring Boot; Microservices
TensorFlow models served behind FastAPI. | TensorFlow; FastAPI
Snowflake, Redshift and BigQuery warehouses | Snowflake; Redshift; BigQuery
COBOL batch jobs on Db2. | COBOL; Db2
Regular expressions and Bash scripting. | Regular expressions; Bash
Managed Windows Server and Active Directory. | Windows Server; Active Directory
Welding and blueprint reading. | Welding; Blueprint reading
Lesson planning and classroom management for year 5. | Lesson planning; Classroom management
Medical coding (ICD-10) in Epic. | Medical coding; Epic
CNC machining and CAD drawings. | CNC; CAD
Copywriting, content marketing and WordPress. | Copywriting; Content marketing; WordPress
Financial modeling and variance analysis. | Financial modeling; Financial analysis
Salesforce administration and HubSpot. | Salesforce; HubSpot
Expert in Visual Studio and .NET. | Visual Studio; .NET
Used Canva and InDesign for flyers. | Canva; InDesign
Alteryx workflows feeding Teradata. | Alteryx; Teradata
Perl scripts, later replaced by Python. | Perl; Python
Elixir developer wanted: Phoenix, Erlang. | Elixir; Erlang
Java developer who reads Kotlin. | Java; Kotlin
Test automation in Selenium and Playwright. | Test automation; Selenium; Playwright
Worked in Scrum and Kanban teams. | Scrum; Kanban
Docker, docker compose, and a bit of Ansible | Docker; Ansible
Conocimientos de contabilidad y SAP. | Accounting; SAP
Erfahrung mit Java und Spring Boot. | Java; Spring Boot
Expérience en gestion de projet et Excel. | Project management; Excel
Natural language processing and LLMs. | Natural language processing; Large language models
Solidity smart contracts. | Solidity
Elasticsearch and RabbitMQ operations | Elasticsearch; RabbitMQ
Supply chain planning and procurement. | Supply chain; Procurement
First aid and CPR certified. | First aid; CPR
HTML, CSS and Tailwind. | HTML; CSS; Tailwind CSS
Three.js and WebGL scenes. | Three.js; WebGL
Networking: BGP and Cisco switches. | BGP; Cisco; Networking
Oracle Database tuning and PL/SQL. | Oracle Database; PL/SQL
A/B testing with Google Analytics. | A/B testing; Google Analytics
GDPR and ISO 27001 audits. | GDPR; ISO 27001; Auditing
Negotiation and public speaking. | Negotiation; Public speaking
Wrote VBA macros and Power Query. | VBA
Plumbing and HVAC repair. | Plumbing; HVAC
Barista with food safety certificate. | Barista; Food safety
Agile delivery in Azure DevOps. | Agile; Azure DevOps
React Native and Flutter apps. | React Native; Flutter
Nginx and Apache Tomcat on Red Hat. | Nginx; Apache Tomcat; Linux
Julia language and Fortran for physics. | Julia; Fortran
"""
_NONE = """
You will maintain a plain filing rota. |
Go above and beyond for our guests. |
We excel at teamwork across shifts. |
Starts in spring 2024. |
React to alarms within five minutes. |
Vitamin C is free in the canteen. |
A C-level sponsor will support you. |
Plan B is to hire two people. |
Class C licence holders may apply. |
The R rating of the film does not matter. |
Our R&D budget doubled. |
We are based in Java, Indonesia. |
The island of Java is beautiful. |
Rust on the pipes must be reported. |
A swift reply is guaranteed. |
The outlook is good. |
Please send a word of motivation. |
You have access to a car. |
Let's go to market next year. |
We go live in June. |
Meet our chef, Julia. |
Ruby and Scala are our founders' daughters. |
A spark of curiosity is enough. |
We express our thanks by a bonus. |
The notion of fairness guides us. |
Slack periods are rare in winter. |
We zoom in on details. |
Wear a helmet with a dark visor. |
The oracle at Delphi would agree. |
A snowflake on the logo. |
Ember season at the grill. |
He left in a flash and never came back. |
Drive your career forward. |
Sketch your idea on a napkin. |
An ant colony fascinates us. |
Dart boards are in the break room. |
Our clients range from A to C. |
Grade C or better in English. |
Groovy office parties. |
Crystal clear instructions. |
A helm of a ship hangs in the hall. |
Consul of the republic visited. |
Nomad lifestyle welcome. |
The vault of the bank is below. |
We celebrate an eclipse together. |
Bamboo furniture in every room. |
A blender is in the kitchen. |
Houdini would be proud of our returns policy. |
Sentry duty at night. |
Kronos is the name of our meeting room. |
Windows must be cleaned weekly. |
Please open the windows. |
Ginger tea and celery soup on Fridays. |
Your first step: fill in this form. |
Room C, second floor. |
She got a C in maths. |
Salary from 40 to 60 k. |
AI is not used to judge you. |
Say hello to the team in Paris. |
An assembly of workers elects the board. |
We act with respect and express kindness. |
Elixir of life not included. |
Electron microscopes are cleaned daily. |
Hive of activity all year. |
Pandas live in the zoo next door. |
Our flask collection is famous. |
An angular building from 1960. |
Unity and respect are our values. |
The phoenix rises over our logo. |
Cypress trees line the drive. |
Ionic columns at the entrance. |
A puppet theatre for the children. |
Gin tastings for partners. |
Your word counts here. |
Kind people access our office by bike. |
Basic pay plus bonus. |
The lab is in Cambridge, MA. |
Section R of the form. |
We do not sell data. |
"""


def sentences() -> Iterator[tuple[str, frozenset[str]]]:
    """Text and canonical names. A label that the taxonomy does not know is kept as it is."""
    for row in (_NAMED + _NONE).strip().splitlines():
        if not row:
            continue
        text, _, labels = row.rpartition("|")
        names = (label.strip() for label in labels.split(";") if label.strip())
        yield text.strip(), frozenset(canonical(name) or name for name in names)
