"""Resumes and postings written by hand for judging the ranking; the odd half is held out.

Each resume names the ids of its suitable postings, best first, with a grade of 2 (apply today) or
1 (worth a look). Everything else is wrong for it; postings marked ``trap`` share words with a
resume and are another job.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.posting import Place, Posting
from domain.posting_identity import posting_id

SOURCE = "judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedResume:
    """One person in plain lines, with the grades of the postings that suit."""

    key: str
    title: str
    text: str
    grades: dict[str, int]


_POSTINGS = """
swe1|Senior Python Engineer|Build payment services. Requirements: 5+ years of Python, PostgreSQL,
  Docker. Nice to have: Kafka.
swe2|Backend Developer (Django)|You extend our Django application and its REST APIs, write tests
  with pytest and tune SQL.
swe3|Java Software Engineer|Spring Boot microservices, Hibernate and Oracle. At least 4 years of
  Java experience.
swe4|Platform Engineer, Go|Design Go services on Kubernetes with gRPC. You know distributed
  systems.
trap-swe|Software Sales Executive|Sell our Python analytics software to banks. You close
  enterprise deals and own a quota.
fe1|Frontend Engineer|React, TypeScript and CSS. You care about accessibility and design systems.
fe2|Vue.js Developer|Build our booking site with Vue, JavaScript and Tailwind CSS.
trap-fe|Front Desk Receptionist|Front end of our hotel: greet guests, manage bookings, answer the
  phone.
dev1|DevOps Engineer|Terraform, AWS, Kubernetes and CI/CD with GitHub Actions. On-call rotation.
dev2|Site Reliability Engineer|Run Linux fleets, Prometheus and Grafana; automate with Ansible and
  Python.
trap-dev|Development Officer|Fundraising and donor relations for a museum; grant writing.
ds1|Data Scientist|Predictive modeling in Python with pandas and scikit-learn; A/B testing and
  statistics.
ds2|Machine Learning Engineer|Train and deploy PyTorch models, MLOps with MLflow, natural language
  processing.
da1|Data Analyst|SQL, Power BI dashboards and Excel reports for the sales team.
da2|BI Developer|Data warehousing, ETL and Tableau. You model star schemas in Snowflake.
trap-da|Data Entry Clerk|Type invoices into our system. Typing speed of 60 wpm and attention to
  detail.
rn1|Registered Nurse, ICU|Intensive care for adults. Active nursing license, BLS and ACLS.
  Ventilator management.
rn2|Staff Nurse, Medical-Surgical|Direct patient care, medication administration and wound care on
  a 30-bed ward.
rn3|Pflegefachkraft (m/w/d)|Krankenpflege auf der Inneren Station, Wundversorgung, Pflegeplanung
  und Medikamentengabe.
cna1|Nursing Assistant|Help patients with bathing and dressing, take vital signs. CNA certificate
  required.
trap-rn|Nurse Recruiter|Source and interview nurses for hospitals. Recruitment experience and an
  ATS are needed.
trap-vet|Veterinary Nurse|Animal care, anaesthesia for pets and owner education in a small
  practice.
pt1|Physiotherapist|Physical therapy for outpatients after surgery; treatment plans and patient
  education.
pt2|Physical Therapist, Home Health|Visit patients at home, gait training and exercise plans.
  State license.
trap-pt|Fitness Instructor|Lead group classes and personal training in our gym.
acc1|Accountant|General ledger, month-end close, bank reconciliation and VAT. SAP FI is a plus.
acc2|Senior Accountant|IFRS reporting, audits and internal controls; CPA preferred. 5 years of
  accounting.
acc3|Bookkeeper|Accounts payable and receivable in QuickBooks, payroll for 40 people.
fin1|Financial Analyst|Budgeting, forecasting and financial modeling in Excel; FP&A for three
  countries.
trap-acc|Account Manager|Grow key accounts, negotiate renewals and report in Salesforce.
sal1|Account Executive|B2B sales of logistics software: prospecting, demos, negotiation and
  closing. Salesforce.
sal2|Sales Development Representative|Cold calling, lead generation and outreach with HubSpot.
sal3|Field Sales Manager|Lead a team of six in outside sales, territory planning and key accounts.
trap-sal|Sales Tax Analyst|Prepare sales tax returns, tax compliance and reconciliations.
mkt1|Digital Marketing Manager|SEO, Google Ads, email campaigns and Google Analytics; own the
  marketing budget.
mkt2|Content and Social Media Specialist|Content strategy, copywriting, social media and
  newsletters.
trap-mkt|Stock Market Analyst|Equity research of listed companies, valuation models and Bloomberg.
hr1|HR Business Partner|Employee relations, performance reviews, labour law and HR systems such as
  Workday.
hr2|Recruiter|Full cycle recruiting, sourcing candidates and interviews; an applicant tracking
  system.
el1|Electrician|Wiring of new houses, conduit bending, blueprint reading; National Electrical
  Code.
el2|Maintenance Electrician|Electrical troubleshooting of production machines, PLC basics,
  preventive maintenance.
trap-el|Electrical Engineer|Design power systems in AutoCAD; bachelor's degree in electrical
  engineering required.
wh1|Warehouse Associate|Order picking, packing, RF scanners; forklift license welcome.
wh2|Forklift Operator|Loading and unloading of trucks, inventory counts, safe forklift operation.
dr1|CDL Class A Truck Driver|Regional routes, clean driving record, CDL required.
dr2|Delivery Driver|Deliver parcels in the city by van; driver's license.
trap-dr|Data Warehouse Engineer|ETL into Redshift, SQL and Airflow; data modeling.
ck1|Line Cook|Food preparation on a busy line, food safety, baking is a plus.
ck2|Sous Chef|Menu planning, kitchen management, HACCP and training of cooks.
trap-ck|Chef Automation Engineer|Configuration with Chef and Puppet on Linux servers; CI/CD.
tch1|Mathematics Teacher|Teach mathematics to grades 8 to 12: lesson planning and classroom
  management.
tch2|Primary School Teacher|Class teacher of grade 3, curriculum development and parent meetings.
trap-tch|Corporate Trainer, Sales|Train sales teams in negotiation; travel required.
ux1|UX Designer|User research, wireframes and prototypes in Figma; usability testing.
ux2|Graphic Designer|Branding and print with Illustrator, InDesign and Photoshop.
trap-ux|UX Researcher in Physics Lab Recruiting|Recruit participants and schedule lab visits;
  administrative support.
pm1|Project Manager, IT|Lead software projects with Scrum and Kanban, stakeholder management and
  budgets; PMP.
pm2|Product Manager|Own the roadmap, write user stories and set OKRs for our mobile app.
cs1|Customer Service Agent|Answer calls and e-mails, handle complaints in Zendesk.
cs2|IT Support Technician|Help desk for 400 users: Active Directory, Microsoft 365, laptops and
  networking.
sec1|Security Analyst|SIEM, incident response, vulnerability scanning with Nessus; SOC shift work.
trap-sec|Security Guard|Patrol the building, access control and CCTV at night.
mec1|Mechanical Engineer|Design parts in SolidWorks, finite element analysis, GD&T.
cnc1|CNC Machinist|Set up and run CNC mills and lathes, read technical drawings, quality
  inspection.
law1|Paralegal|Legal research, contract drafting and trial preparation for two attorneys.
log1|Supply Chain Planner|Demand planning, inventory management and SAP; S&OP meetings.
adm1|Office Administrator|Calendar management, travel booking, invoices and Microsoft Office.
lab1|Laboratory Technician|PCR, cell culture and HPLC under GMP; careful documentation.
"""

RESUMES = (
    JudgedResume(
        key="python",
        title="Backend Engineer",
        text="Built billing APIs in Python and Django\n"
        "Tuned PostgreSQL queries and wrote pytest suites\n"
        "Ran services in Docker on AWS\nSkills: Python, Django, FastAPI, PostgreSQL, Docker, Redis",
        grades={"swe1": 2, "swe2": 2, "swe4": 1, "swe3": 1},
    ),
    JudgedResume(
        key="nurse",
        title="Registered Nurse",
        text="Cared for ventilated patients on a 12-bed intensive care unit\n"
        "Gave medication, wound care and patient education\n"
        "Skills: ACLS, BLS, IV therapy, Epic, triage",
        grades={"rn1": 2, "rn2": 2, "rn3": 1, "cna1": 1},
    ),
    JudgedResume(
        key="accountant",
        title="Accountant",
        text="Month-end close and bank reconciliations for three companies\n"
        "Prepared VAT returns and supported the external audit\nSkills: SAP, Excel, IFRS, payroll",
        grades={"acc1": 2, "acc2": 2, "acc3": 1, "fin1": 1},
    ),
    JudgedResume(
        key="sales",
        title="Sales Representative",
        text="Won 40 new business customers by cold calling and demos\n"
        "Negotiated contracts and kept the pipeline in Salesforce\nSkills: prospecting, "
        "CRM, B2B sales",
        grades={"sal1": 2, "sal2": 2, "sal3": 1, "trap-acc": 1, "trap-swe": 1},
    ),
    JudgedResume(
        key="devops",
        title="DevOps Engineer",
        text="Moved 30 services to Kubernetes on AWS with Terraform\n"
        "Built GitHub Actions pipelines and Grafana dashboards\n"
        "Skills: Linux, Ansible, Prometheus, Python, Docker",
        grades={"dev1": 2, "dev2": 2, "swe4": 1},
    ),
    JudgedResume(
        key="electrician",
        title="Electrician",
        text="Wired apartment buildings and bent conduit to the National Electrical Code\n"
        "Found faults in control panels\nSkills: blueprint reading, OSHA 10, hand and power tools",
        grades={"el1": 2, "el2": 2},
    ),
    JudgedResume(
        key="data",
        title="Data Analyst",
        text="Built Power BI dashboards on SQL Server for the sales department\n"
        "Ran A/B tests and wrote Python notebooks with pandas\nSkills: SQL, Excel, "
        "Tableau, statistics",
        grades={"da1": 2, "da2": 2, "ds1": 1},
    ),
    JudgedResume(
        key="warehouse",
        title="Warehouse Worker",
        text="Picked and packed 120 orders a day with handheld scanners\n"
        "Drove a forklift and counted stock\nSkills: forklift license, shipping and receiving",
        grades={"wh1": 2, "wh2": 2, "dr2": 1},
    ),
    JudgedResume(
        key="marketing",
        title="Marketing Specialist",
        text="Raised organic traffic by a third with SEO and a content calendar\n"
        "Ran Google Ads and newsletters in Mailchimp\nSkills: Google Analytics, "
        "copywriting, social media",
        grades={"mkt1": 2, "mkt2": 2},
    ),
    JudgedResume(
        key="cook",
        title="Cook",
        text="Prepared sauces and desserts for 200 covers\n"
        "Kept the HACCP records and trained two apprentices\n"
        "Skills: food safety, baking, menu planning",
        grades={"ck1": 2, "ck2": 2},
    ),
    JudgedResume(
        key="teacher",
        title="Mathematics Teacher",
        text="Taught algebra and calculus to grades 9 to 12\n"
        "Wrote lesson plans and tutored for exams\n"
        "Skills: classroom management, curriculum development, Google Classroom",
        grades={"tch1": 2, "tch2": 1},
    ),
    JudgedResume(
        key="designer",
        title="Product Designer",
        text="Interviewed users and tested prototypes in Figma\n"
        "Kept the design system with two engineers\n"
        "Skills: wireframes, usability testing, Illustrator",
        grades={"ux1": 2, "ux2": 1, "fe1": 1},
    ),
    JudgedResume(
        key="machinist",
        title="CNC Machinist",
        text="Set up five-axis CNC mills and lathes from technical drawings\n"
        "Measured parts and kept SPC charts\n"
        "Skills: G-code, Mastercam, quality inspection",
        grades={"cnc1": 2, "mec1": 1},
    ),
    JudgedResume(
        key="support",
        title="IT Support Specialist",
        text="Solved 30 help desk tickets a day for office users\n"
        "Managed accounts in Active Directory and Intune\n"
        "Skills: Windows, Microsoft 365, networking, ServiceNow",
        grades={"cs2": 2, "sec1": 1, "cs1": 1},
    ),
)
"""Even positions were used for tuning, odd ones are held out."""


def judged_postings() -> list[Posting]:
    """The postings, all in the same place so that only the work itself counts."""
    found: list[Posting] = []
    for line in _POSTINGS.strip().replace("\n  ", " ").splitlines():
        key, title, description = line.split("|", 2)
        found.append(
            Posting(
                id=posting_id(SOURCE, key),
                source=SOURCE,
                source_id=key,
                title=title,
                company=f"Employer {len(found)}",
                description=description,
                places=(Place(raw="Berlin, Germany"),),
            )
        )
    return found
