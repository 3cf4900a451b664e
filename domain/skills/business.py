"""Office, finance, sales, marketing, people and law skills."""

BUSINESS = """
# Office tools
Microsoft Office = ms office, office 365, microsoft 365, ms-office, office suite
Microsoft Excel = ?Excel, ms excel, excel spreadsheets, advanced excel, pivot tables, pivottables,
  vlookup, xlookup > Microsoft Office
Microsoft Word = ?Word, ms word > Microsoft Office
Microsoft PowerPoint = powerpoint, power point, ms powerpoint > Microsoft Office
Microsoft Outlook = ?Outlook, ms outlook > Microsoft Office
Microsoft Access = ms access > Microsoft Office
Microsoft Teams = ms teams
Microsoft Project = ms project ~ Project management
Microsoft Visio = visio
SharePoint = share point
Power Automate = power apps, power platform
Google Workspace = g suite, gsuite, google docs, google drive
Google Sheets = google spreadsheets > Google Workspace ~ Microsoft Excel
Slack = ?Slack, slack workspace
Zoom = ?Zoom, video conferencing
Notion = ?Notion
Asana ~ Project management
Trello ~ Project management
Monday.com ~ Project management
Data entry = dateneingabe, saisie de données, entrada de datos
Typing = touch typing, typing speed, wpm
Office administration = administrative support, administrative assistant, clerical, office
  management, office manager, büroorganisation, bürokauffrau, bürokaufmann, assistanat,
  administración de oficinas
Calendar management = diary management, scheduling appointments, appointment scheduling,
  terminplanung
Travel coordination = travel arrangements, travel booking
Reception = receptionist, front desk, empfang, accueil
Record keeping = document management, records management
Minute taking = meeting minutes
Event planning = event management, event coordination, events planning

# Finance and accounting
Accounting = accountant, buchhaltung, rechnungswesen, comptabilité, contabilidad, contabilidade,
  general accounting
Bookkeeping = book keeping, finanzbuchhaltung, tenue de livres > Accounting
Accounts payable = kreditorenbuchhaltung, invoice processing, ap processing > Accounting
Accounts receivable = debitorenbuchhaltung, debt collection, ar processing > Accounting
General ledger = journal entries, gl reconciliation > Accounting
Month-end close = month end close, month-end closing, monatsabschluss, year-end close,
  jahresabschluss > Accounting
Bank reconciliation = account reconciliation, account reconciliations, reconciliations > Accounting
Financial reporting = financial statements, balance sheet, p&l reporting ~ Accounting
Financial analysis = financial analyst, variance analysis, finanzanalyse, analyse financière,
  análisis financiero
Financial modeling = financial modelling, dcf, valuation models > Financial analysis
Budgeting = budget management, budget planning, budgets, budgetierung, presupuestos
Forecasting = financial forecasting, revenue forecasting ~ Budgeting
FP&A = financial planning and analysis, fp & a > Financial analysis, Budgeting
Controlling = ?Controlling, cost controlling, kostenrechnung, contrôle de gestion ~ Financial
  analysis
Cost accounting = cost analysis, costing > Accounting
Auditing = audit, internal audit, external audit, financial audit, audits, wirtschaftsprüfung,
  auditor
Sarbanes-Oxley = sox, sox compliance, internal controls ~ Auditing
Taxation = tax preparation, tax returns, corporate tax, income tax, vat, steuererklärung, tax
  compliance, fiscalité
IFRS = international financial reporting standards ~ US GAAP
US GAAP = gaap ~ IFRS
HGB = handelsgesetzbuch ~ IFRS
Payroll = payroll processing, lohnbuchhaltung, lohn- und gehaltsabrechnung, gestion de la paie,
  nóminas, adp payroll
Treasury = cash management, cash flow management, liquidity management
Credit analysis = credit risk, underwriting, loan processing
Investment analysis = equity research, portfolio management, asset management
Investment banking = mergers and acquisitions, m&a, due diligence, ipo
Risk management = risikomanagement, enterprise risk, market risk, gestion des risques
Anti-money laundering = aml, kyc, know your customer
Banking = retail banking, bank teller, teller
Insurance = ?Insurance, insurance claims, insurance underwriting, insurance policies, claims
  handling, claims adjusting
Actuarial science = actuary, actuarial
Bloomberg Terminal = bloomberg
QuickBooks = quick books ~ Bookkeeping
Xero = ?Xero, xero accounting ~ Bookkeeping
Sage = ?Sage, sage 50, sage accounting ~ Bookkeeping
DATEV ~ Bookkeeping
SAP = ?SAP, sap erp, sap r/3
SAP FI/CO = sap fico, sap fi, sap co > SAP ~ Accounting
SAP S/4HANA = s/4hana, sap hana, s4hana > SAP
Oracle ERP = oracle financials, oracle e-business suite
NetSuite = oracle netsuite
Microsoft Dynamics = dynamics 365, dynamics nav, navision
ERP systems = erp, enterprise resource planning
CPA = certified public accountant, acca, chartered accountant ~ Accounting
CFA = chartered financial analyst ~ Investment analysis
Procurement = purchasing, strategic sourcing, einkauf, achats, compras, vendor management, supplier
  management

# Sales and service
Sales = selling, vertrieb, verkauf, ventas, vendas, sales representative, salesperson
B2B sales = business to business sales, enterprise sales, b2b > Sales
Inside sales = telesales, telemarketing, phone sales > Sales
Field sales = outside sales, außendienst, territory sales, territory management > Sales
Account management = key account management, account manager, key accounts, client management ~
  Sales
Business development = new business development, bizdev, bdr, sdr, geschäftsentwicklung ~ Sales
Lead generation = prospecting, cold calling, cold outreach, neukundenakquise, kaltakquise > Sales
Negotiation = contract negotiation, negotiating, verhandlung, négociation, negociación
Closing deals = deal closing, quota attainment, sales quota, sales targets > Sales
Sales management = sales leadership, sales team leadership, vertriebsleitung > Sales
Sales operations = sales forecasting, pipeline management, sales enablement ~ Sales
Solution selling = consultative selling, value selling, spin selling > Sales
Retail sales = retail, einzelhandel, shop assistant, store associate, vente au détail ~ Sales
Merchandising = visual merchandising, planogram
Cash handling = cashier, point of sale, pos systems, till operation, kasse, caisse
Upselling = cross-selling, cross selling > Sales
CRM = customer relationship management, crm software
Salesforce = sales force crm, salesforce.com, sfdc, salesforce crm > CRM
HubSpot = hub spot > CRM
Zoho CRM = zoho > CRM
Pipedrive > CRM
Customer service = customer support, customer care, kundenservice, kundenbetreuung, client service,
  service client, atención al cliente, atendimento ao cliente, guest service
Call center = call centre, contact center, contact centre, inbound calls, outbound calls ~ Customer
  service
Complaint handling = complaint resolution, conflict resolution with customers, escalation handling ~
  Customer service
Customer success = client success, customer onboarding, churn reduction ~ Account management
Zendesk ~ Customer service
Intercom = ?Intercom ~ Customer service
Real estate = property management, real estate sales, immobilien, leasing agent

# Marketing and communication
Marketing = marketing strategy, marketing campaigns, mercadeo
Digital marketing = online marketing, internet marketing, marketing digital, online-marketing >
  Marketing
SEO = search engine optimization, search engine optimisation, suchmaschinenoptimierung,
  référencement naturel, keyword research ~ Digital marketing
SEM = ?SEM, search engine marketing, ppc, pay per click, paid search, google ads, adwords, google
  adwords > Digital marketing
Social media marketing = social media, social media management, community management, instagram
  marketing, facebook ads, meta ads, paid social ~ Digital marketing
Content marketing = content strategy, content creation, blogging ~ Marketing
Email marketing = mailchimp, newsletters, e-mail marketing, klaviyo, email campaigns > Digital
  marketing
Marketing automation = marketo, pardot, eloqua ~ Email marketing
Google Analytics = ga4, web analytics, adobe analytics ~ Digital marketing
Google Tag Manager = tag manager ~ Google Analytics
Conversion rate optimization = cro, conversion optimization, landing page optimization ~ Digital
  marketing
Affiliate marketing = influencer marketing > Digital marketing
Brand management = branding, brand strategy, brand development ~ Marketing
Product marketing = go-to-market, go to market, gtm strategy, product positioning ~ Marketing
Market research = marktforschung, competitor analysis, consumer insights, focus groups,
  investigación de mercado
Growth marketing = growth hacking, performance marketing, demand generation ~ Digital marketing
Copywriting = copy writing, ad copy, copywriter
Public relations = media relations, press releases, pressearbeit, relations publiques
Corporate communications = internal communications, unternehmenskommunikation
Journalism = reporting and editing, news writing
Editing = proofreading, copy editing, copyediting, lektorat, korrektorat
Technical writing = technical documentation, documentation writing, user manuals
Translation = translating, localization, localisation, übersetzung, traduction, traducción
Interpreting = ?Interpreting, interpreter, simultaneous interpretation, dolmetschen
Public speaking = presentations, presentation skills
Fundraising = grant writing, donor relations
E-commerce = ecommerce, online shop, onlinehandel, amazon seller central
Shopify ~ E-commerce
WooCommerce ~ E-commerce, WordPress

# People and organisation
Human resources = hr, personalwesen, ressources humaines, recursos humanos, hr generalist,
  personalmanagement
Recruiting = recruitment, talent acquisition, sourcing candidates, personalbeschaffung, recrutement,
  reclutamiento, full cycle recruiting > Human resources
Onboarding = employee onboarding, new hire orientation > Human resources
Employee relations = labor relations, labour relations, grievance handling > Human resources
Performance management = performance reviews, performance appraisals > Human resources
Compensation and benefits = benefits administration, compensation planning, total rewards > Human
  resources
HR information systems = hris, workday, bamboohr, successfactors, personio, sap successfactors >
  Human resources
Labour law = employment law, labor law, arbeitsrecht, derecho laboral, fmla ~ Human resources
Training and development = learning and development, employee training, staff training, l&d,
  personalentwicklung
Organizational development = organisational development, change management, organisationsentwicklung
Diversity and inclusion = dei, diversity equity and inclusion
Applicant tracking systems = greenhouse ats, lever ats, taleo, icims ~ Recruiting
Workforce planning = headcount planning, staff scheduling, dienstplanung, shift planning
Project management = project manager, projektmanagement, projektleitung, gestion de projet, gestión
  de proyectos, gestão de projetos
PMP = project management professional > Project management
PRINCE2 = prince 2 > Project management
Program management = programme management, pmo > Project management
Product management = product manager, product owner, product strategy
Product roadmaps = product roadmap, roadmapping, backlog management, product backlog > Product
  management
User stories = requirements documentation, acceptance criteria ~ Requirements analysis
Requirements analysis = requirements gathering, requirements engineering, anforderungsanalyse
Business analysis = business analyst, gap analysis ~ Requirements analysis
Process improvement = business process improvement, process optimization, process optimisation,
  prozessoptimierung, mejora de procesos
Lean = ?Lean, lean manufacturing, lean management, kaizen, 5s, continuous improvement ~ Process
  improvement
Six Sigma = lean six sigma, green belt, black belt, dmaic ~ Process improvement
BPMN = business process modeling, process mapping ~ Business analysis
Stakeholder management = stakeholder engagement, stakeholder communication
Strategic planning = business strategy, corporate strategy, unternehmensstrategie
Management consulting = strategy consulting, unternehmensberatung
Team leadership = team lead, leading teams, team management, mitarbeiterführung, führungserfahrung,
  people management, leadership, staff supervision, supervising staff, liderazgo
Mentoring = coaching, mentorship, coaching junior
Operations management = business operations, betriebsleitung
OKRs = okr, objectives and key results, kpis, kpi

# Law and public service
Legal research = westlaw, lexisnexis, legal analysis
Contract law = contract drafting, contract review, contract management, vertragsrecht
Litigation = court proceedings, trial preparation, civil litigation
Paralegal = paralegal work, legal assistant, rechtsanwaltsfachangestellte
Corporate law = corporate governance, gesellschaftsrecht
Intellectual property = patents, trademarks, patent law
Compliance = regulatory compliance, compliance management
Policy analysis = public policy, policy development
Immigration law = visa processing
"""
