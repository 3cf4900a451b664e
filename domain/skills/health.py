"""Nursing, medicine, care, laboratory and pharmacy skills."""

HEALTH = """
# Nursing
Patient care = direct patient care, bedside care, patient-centered care, patient centred care,
  patientenversorgung, soins aux patients, atención al paciente
Nursing = registered nurse, ?RN, staff nurse, nursing care, krankenpflege, pflegefachkraft,
  gesundheits- und krankenpfleger, infirmier, infirmière, enfermería, enfermero, enfermera,
  enfermagem > Patient care
Practical nursing = lpn, lvn, licensed practical nurse, licensed vocational nurse > Patient care
Nursing assistance = cna, certified nursing assistant, nursing assistant, nurse aide, healthcare
  assistant, pflegehelfer, aide-soignant > Patient care
Intensive care = icu, critical care, intensive care unit, ccu, intensivpflege, intensivstation ~
  Nursing
Emergency care = emergency room, emergency department, ?ER, ?ED, accident and emergency,
  notaufnahme, urgencias ~ Nursing
Triage = ?Triage, patient triage ~ Emergency care
Medical-surgical nursing = med-surg, med surg, medical surgical > Nursing
Operating room nursing = perioperative, operating room, scrub nurse, circulating nurse, or nurse,
  op-pflege > Nursing
Pediatric nursing = pediatrics, paediatrics, pediatric care, nicu, picu, paediatric nursing ~
  Nursing
Oncology nursing = oncology, chemotherapy administration ~ Nursing
Psychiatric nursing = mental health nursing, behavioral health, behavioural health, psychiatric care
  ~ Nursing
Geriatric care = geriatrics, elderly care, aged care, elder care, altenpflege, dementia care,
  cuidado de ancianos ~ Patient care
Palliative care = hospice, hospice care, end-of-life care, palliativpflege ~ Patient care
Home health care = home care, home health, domiciliary care, ambulante pflege ~ Patient care
Maternity care = labor and delivery, labour and delivery, obstetrics, postpartum care, midwifery,
  midwife, hebamme ~ Nursing
Dialysis = hemodialysis, haemodialysis ~ Nursing
Wound care = wound dressing, wound management, wundversorgung, wundmanagement ~ Nursing
IV therapy = intravenous therapy, iv insertion, iv administration, cannulation ~ Nursing
Medication administration = administering medication, medication management, medikamentengabe,
  medication rounds ~ Nursing
Vital signs = vital signs monitoring, taking vitals, patient monitoring ~ Patient care
Phlebotomy = venipuncture, blood draws, blood draw, blutentnahme
Catheterization = catheter care, foley catheter ~ Nursing
Ventilator management = mechanical ventilation, ventilator care, beatmung ~ Intensive care
Telemetry = cardiac monitoring, ecg, ekg ~ Nursing
Infection control = infection prevention, aseptic technique, hygiene protocols, sterile technique
Care planning = care plans, nursing care plans, pflegeplanung, pflegedokumentation, patient care
  plans ~ Nursing
Patient education = patient teaching, health education
Discharge planning = care coordination ~ Nursing
Case management = case manager, case load management
BLS = basic life support, cpr, first aid, bls certification, erste hilfe, primeros auxilios
ACLS = advanced cardiac life support, advanced cardiovascular life support > BLS
PALS = pediatric advanced life support > BLS
NCLEX = nclex-rn, nursing license, rn license, state nursing license ~ Nursing
Patient advocacy
HIPAA = patient confidentiality, patient privacy

# Medicine and therapy
Electronic health records = ehr, emr, electronic medical records, electronic patient records,
  medical records
Epic EHR = epic systems, epic hyperspace, ?Epic > Electronic health records
Cerner = oracle health, powerchart > Electronic health records
Meditech > Electronic health records
Medical coding = icd-10, icd 10, cpt coding, cpc, medical coder
Medical billing = claims processing, healthcare billing ~ Medical coding
Medical terminology = medical terms
Medical assisting = medical assistant, clinical assistant, medizinische fachangestellte
Clinical documentation = charting, patient charting, clinical notes
Clinical trials = clinical research, gcp guidelines, good clinical practice, clinical study
Diagnosis = differential diagnosis, clinical assessment, clinical diagnosis
Surgery = surgical procedures, surgical assisting
Anesthesia = anaesthesia, anesthesiology, anästhesie
Radiology = x-ray, radiography, mri, ct scan, ct scans, medical imaging, röntgen
Ultrasound = sonography ~ Radiology
Physiotherapy = physical therapy, physical therapist, physiotherapist, physiotherapie,
  kinésithérapie, fisioterapia
Occupational therapy = occupational therapist, ergotherapie
Speech therapy = speech-language pathology, speech language pathology, logopädie
Respiratory therapy = respiratory care
Psychotherapy = cognitive behavioral therapy, cognitive behavioural therapy, cbt, psychological
  counseling, psychotherapie
Counseling = counselling, crisis intervention, mental health counseling, beratungsgespräche
Social work = social worker, case work, sozialarbeit, trabajo social
Substance abuse counseling = addiction counseling, addiction treatment ~ Counseling
Dental assisting = dental assistant, dental hygiene, dental hygienist, chairside assistance
Dentistry = dentist, dental procedures
Optometry = optician, ophthalmic
Nutrition = dietetics, dietitian, nutrition counseling, ernährungsberatung
Veterinary care = veterinary, veterinary technician, animal care
Paramedicine = emt, paramedic, emergency medical technician, rettungsdienst, rettungssanitäter
Public health = epidemiology, community health
Health administration = healthcare administration, hospital administration, practice management
Telehealth = telemedicine
Personal care = personal care assistance, activities of daily living, adl, bathing and dressing
Patient transport = patient handling, patient lifting, hoists
Caregiving = caregiver, care worker, support worker, pflegekraft, cuidador ~ Personal care

# Laboratory and pharmacy
Pharmacy = pharmacist, dispensing, apotheke, pharmacie, farmacia
Pharmacy technician = pharmacy technician certification, cpht ~ Pharmacy
Pharmacology = drug interactions ~ Pharmacy
Pharmacovigilance = drug safety
Laboratory techniques = laboratory work, lab techniques, wet lab, laboratory skills, labortechnik
Medical laboratory = clinical laboratory, hematology, clinical chemistry, medical technologist
Microbiology = bacteriology
Molecular biology = pcr, qpcr, gel electrophoresis, cloning, western blot
Cell culture = tissue culture
Biochemistry
Chemistry = organic chemistry, analytical chemistry
HPLC = gas chromatography, mass spectrometry, chromatography ~ Chemistry
Good manufacturing practice = gmp, cgmp
Good laboratory practice = glp
Regulatory affairs = fda regulations, regulatory submissions, mdr
Biostatistics ~ Statistics
Sterilization = autoclave, sterile processing
Specimen collection = specimen handling, sample collection
"""
