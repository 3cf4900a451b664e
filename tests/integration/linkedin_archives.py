"""LinkedIn data exports as people download them; all people are invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

PROFILE = (
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,"
    "Geo Location,Twitter Handles,Websites,Instant Messengers\r\n"
    'Noor,Haddad,,"12 Private Street, Seattle",Mar 3,"UX designer, mostly maps",'
    '"I draw maps.\r\nThen I ask people whether they got there.",Design,98101,"Seattle, WA",'
    '[nhaddad],"[COMPANY:https://maps.example.com,PERSONAL:noor.example.org/cv]",\r\n'
)
POSITIONS = (
    "Company Name,Title,Description,Location,Started On,Finished On\r\n"
    'Evergreen Maps,Senior UX Designer,"• Led the redesign of ""Routes""\r\n'
    '• Interviewed 40 hikers, twice","Seattle, WA",Apr 2021,\r\n'
    "Evergreen Maps,UX Designer,,Seattle,Jul 2018,Mar 2021\r\n"
    "Rainier Bank,Design Intern,Drew forms.,,2017,2018\r\n"
)
BASIC: Mapping[str, str] = {
    "Profile.csv": PROFILE,
    "Positions.csv": POSITIONS,
    "Education.csv": (
        "School Name,Start Date,End Date,Notes,Degree Name,Activities\r\n"
        "Cascadia College of Art,2013,2017,,B.Des. Interaction Design,Rowing\r\n"
    ),
    "Skills.csv": "Name\r\nFigma\r\nUser Research\r\nfigma\r\n",
    "Email Addresses.csv": (
        "Email Address,Confirmed,Primary,Updated On\r\n"
        "old@example.com,Yes,No,1/1/20\r\nnoor@example.com,Yes,Yes,1/1/24\r\n"
    ),
    "PhoneNumbers.csv": "Extension,Number,Type\r\n,+1 206 555 0117,Mobile\r\n",
}
COMPLETE: Mapping[str, str] = {
    **{f"Complete_LinkedInDataExport_11-20-2026/{name}": text for name, text in BASIC.items()},
    "Complete_LinkedInDataExport_11-20-2026/Languages.csv": (
        "Name,Proficiency\nArabic,Native or bilingual proficiency\nEnglish,\n"
    ),
    "Complete_LinkedInDataExport_11-20-2026/Certifications.csv": (
        "Name,Url,Authority,Started On,Finished On,License Number\n"
        "Certified Cartographer,https://c.example,Map Guild,Feb 2022,Feb 2025,X-1\n"
    ),
    "Complete_LinkedInDataExport_11-20-2026/Projects.csv": (
        "Title,Description,Url,Started On,Finished On\n"
        "Quiet Trails,A map of noise,https://trails.example,Jan 2020,\n"
    ),
    "Complete_LinkedInDataExport_11-20-2026/Volunteering.csv": (
        "Company Name,Role,Cause,Started On,Finished On,Description\n"
        "Trail Keepers,Guide,ENVIRONMENT,May 2019,,Walks on Sundays\n"
    ),
    "Complete_LinkedInDataExport_11-20-2026/Publications.csv": (
        'Name,Published On,Description,Publisher,Url\nOn Maps,"Jun 4, 2021",,Map Press,\n'
    ),
    "Complete_LinkedInDataExport_11-20-2026/Honors.csv": (
        "Title,Description,Issued On\nMap of the Year,,Nov 2022\n"
    ),
    "Complete_LinkedInDataExport_11-20-2026/Connections.csv": (
        'Notes:\n"When exporting..."\n\nFirst Name,Last Name,URL\nSomebody,Else,https://x.example\n'
    ),
    "Complete_LinkedInDataExport_11-20-2026/messages.csv": "FROM,TO,CONTENT\nA,B,secret words\n",
    "Complete_LinkedInDataExport_11-20-2026/Recommendations_Received.csv": (
        "First Name,Text\nBoss,She is great\n"
    ),
}


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
