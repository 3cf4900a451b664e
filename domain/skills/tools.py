"""Widely asked-for tools, formats and systems; chosen by how many occupations O*NET lists them for.

The notation of the tables is explained in :mod:`domain.skills.taxonomy`.
"""

TOOLS = """
# Operating systems
Windows = microsoft windows, windows 10, windows 11, ms windows, windows administration, ?Windows
macOS = mac os, mac os x, apple macos

# Development tools
AJAX > JavaScript
JSP = javaserver pages, java server pages, jakarta server pages > Java
Apache Tomcat = tomcat > Java
WebSphere = ibm websphere, websphere mq > Java
Celery = ?Celery, celery workers > Python
Visual Studio = microsoft visual studio, ms visual studio
VS Code = visual studio code, vscode
Eclipse = ?Eclipse, eclipse ide
IntelliJ IDEA = intellij
PyCharm > Python
SonarQube = sonar qube
Snyk
Sentry = ?Sentry, sentry.io
Argo CD = argocd ~ CI/CD
HashiCorp Vault = ?Vault
Bamboo = ?Bamboo, atlassian bamboo > CI/CD
LaTeX = ?LaTeX, overleaf
Regular expressions = regex, regexp
Hugging Face = huggingface
BGP = border gateway protocol, ospf > Networking
Oracle Cloud = oracle cloud infrastructure ~ AWS, Azure

# Data tools
Teradata = teradata database > SQL
Db2 = ibm db2 > SQL
Alteryx
Minitab ~ Statistics
COMSOL = comsol multiphysics

# Business systems
PeopleSoft = oracle peoplesoft
SAP Concur = concur expense
Kronos = ukg, workforce timekeeper, ?Kronos
Zapier
Airtable
Miro = ?Miro
Canva
Webex = cisco webex
Adobe Acrobat = acrobat pro, ?Acrobat, acrobat reader
Primavera P6 = primavera, oracle primavera > Project management
Procore > Project management
Yardi = yardi voyager
eClinicalWorks = eclinical works
Dentrix

# Drawing tools
Civil 3D = autocad civil 3d > AutoCAD
MicroStation = micro station ~ AutoCAD
Blender = ?Blender
Houdini = ?Houdini
"""
