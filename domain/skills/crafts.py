"""Trades, engineering, logistics, hospitality, education and design skills."""

CRAFTS = """
# Trades and building
Electrical installation = electrician, electrical wiring, wiring, elektroinstallation, elektriker,
  électricien, electricista, conduit bending
Electrical maintenance = electrical troubleshooting, electrical repair ~ Electrical installation
Plumbing = plumber, pipefitting, pipe fitting, sanitärinstallation, klempner, plomberie, plomero,
  fontanero
HVAC = heating and cooling, air conditioning, refrigeration, heating ventilation, klimatechnik,
  heizungsbau
Welding = welder, mig welding, tig welding, arc welding, stick welding, schweißen, schweißer,
  soudure, soldadura
Carpentry = carpenter, joinery, woodworking, cabinet making, tischler, schreiner, zimmerer,
  menuiserie, carpintería
Masonry = bricklaying, bricklayer, maurer, maçonnerie, concrete work
Painting and decorating = house painting, painter and decorator, malerarbeiten
Roofing = roofer, dachdecker
Drywall = drywall installation, plastering, trockenbau
Tiling = tile setting, fliesenleger
Flooring = floor laying
Scaffolding
Construction = construction work, construction site, baustelle, building trades, construcción
Construction management = site management, site supervision, bauleitung, construction supervision >
  Construction
Blueprint reading = reading blueprints, technical drawings, schematics, blueprints, technische
  zeichnungen
Surveying = land surveying, vermessung
Heavy equipment operation = excavator, bulldozer, backhoe, crane operation, baumaschinen
Landscaping = gardening, gartenbau, groundskeeping, lawn care
Building maintenance = facility maintenance, facilities maintenance, facility management, handyman,
  hausmeister, property maintenance
Solar installation = photovoltaic, solar panels, pv systems
OSHA = osha 10, osha 30, osha compliance, workplace safety, occupational safety, health and safety,
  arbeitssicherheit, seguridad laboral
First-line supervision = foreman, crew supervision, polier, vorarbeiter
NEC = ?NEC, national electrical code, electrical code ~ Electrical installation
Power tools = hand tools, hand and power tools

# Manufacturing and engineering
Machining = cnc, cnc machining, machinist, cnc milling, cnc turning, lathe, milling machine,
  zerspanung, zerspanungsmechaniker, usinage
CNC programming = g-code, mastercam > Machining
Metalworking = sheet metal, metal fabrication, metallbau
Assembly work = assembly line, product assembly, montage, production line
Quality control = quality inspection, qualitätskontrolle, qualitätssicherung, contrôle qualité,
  control de calidad, inspection of parts
Quality management = iso 9001, qms, quality management systems, qualitätsmanagement
Preventive maintenance = predictive maintenance, equipment maintenance, wartung, instandhaltung,
  machine maintenance, mantenimiento
Mechanical repair = mechanical troubleshooting, equipment repair
Automotive repair = auto repair, vehicle repair, car mechanic, kfz-mechatroniker, kfz, engine
  diagnostics, ase certified, brake repair
Hydraulics = pneumatics, hydraulic systems
Mechanical engineering = maschinenbau, mechanical design, ingénierie mécanique
Electrical engineering = elektrotechnik, power systems
Civil engineering = bauingenieurwesen, ingeniería civil
Structural engineering = structural analysis, structural design ~ Civil engineering
Chemical engineering = process engineering, verfahrenstechnik
Industrial engineering = manufacturing engineering, time studies
Environmental engineering = environmental compliance, environmental assessment
Aerospace engineering = aerodynamics, aircraft maintenance, avionics
AutoCAD = auto cad > CAD
SolidWorks = solid works > CAD
CATIA > CAD
Siemens NX = unigraphics > CAD
Autodesk Inventor > CAD
Fusion 360 > CAD
Revit = autodesk revit > BIM
BIM = building information modeling, building information modelling ~ CAD
CAD = computer aided design, cad design, cad software
Finite element analysis = fea, ansys, abaqus
GD&T = geometric dimensioning and tolerancing
Thermodynamics = heat transfer, fluid dynamics, cfd
3D printing = additive manufacturing
Injection molding = injection moulding, spritzguss
Root cause analysis = rca, 8d, fishbone
FMEA = failure mode and effects analysis
Semiconductor fabrication = semiconductor, photolithography, cleanroom
Production planning = production scheduling, produktionsplanung, mrp

# Logistics and transport
Logistics = logistik, logistique, logística, freight
Supply chain management = supply chain, scm, lieferkette, cadena de suministro
Warehouse operations = warehouse, warehousing, lager, lagerlogistik, lagerarbeit, entrepôt, almacén,
  warehouse associate
Inventory management = inventory control, stock control, stocktaking, cycle counts, inventur,
  inventory counts, gestión de inventario
Order picking = picking and packing, pick and pack, kommissionierung, order fulfillment, order
  fulfilment > Warehouse operations
Shipping and receiving = goods receipt, loading and unloading, wareneingang, versand ~ Warehouse
  operations
Forklift operation = forklift, forklift license, forklift certified, gabelstapler, staplerschein,
  cariste, montacargas ~ Warehouse operations
RF scanners = rf scanner, barcode scanners, handheld scanner ~ Warehouse operations
Warehouse management systems = wms, sap ewm, manhattan wms ~ Warehouse operations
Truck driving = cdl, cdl class a, class a cdl, truck driver, lkw-fahrer, hgv, berufskraftfahrer,
  conducteur routier, camionero
Delivery driving = delivery driver, courier, last mile delivery, lieferfahrer, zusteller
Driving licence = driver's license, drivers license, driving license, führerschein, führerschein
  klasse b, permis de conduire, permis b, licencia de conducir
Dispatching = dispatcher, route planning, disposition, fleet management
Freight forwarding = spedition, customs brokerage, air freight, ocean freight ~ Logistics
Customs clearance = customs, incoterms, import/export, import export, zollabwicklung ~ Logistics
Transportation management = tms, carrier management, freight management ~ Logistics
Demand planning = demand forecasting, s&op ~ Supply chain management
Packaging = packing
Hazardous materials handling = hazmat, dangerous goods, adr

# Hospitality and services
Cooking = chef de partie, sous chef, line cook, food preparation, food prep, koch, cuisine,
  cocinero, culinary
Baking = baker, pastry, bäcker, konditor, pâtisserie
Food safety = haccp, servsafe, food hygiene, lebensmittelhygiene
Kitchen management = menu planning, head chef, food cost control ~ Cooking
Waiting tables = waiter, waitress, table service, server in a restaurant, kellner, serveur, mesero,
  camarero
Bartending = bartender, mixology, barkeeper
Barista = coffee making, espresso
Catering = banquet service
Hotel front office = hotel reception, opera pms, guest check-in, guest relations
Housekeeping = room cleaning, hotel cleaning, zimmerreinigung
Cleaning = janitorial, janitor, gebäudereinigung, commercial cleaning, nettoyage, limpieza, deep
  cleaning
Hospitality management = hotel management, restaurant management, hotelmanagement
Travel consulting = travel agent, amadeus, sabre gds
Hairdressing = hair styling, hairstylist, friseur, coiffure, cosmetology, peluquería
Beauty therapy = esthetician, nail care, makeup artist
Fitness training = personal training, personal trainer, fitness instruction
Security services = security guard, guarding, access control, surveillance, wachschutz, patrol, cctv
Childcare = child care, nanny, babysitting, kinderbetreuung, garde d'enfants, cuidado de niños,
  daycare
Agriculture = farming, landwirtschaft, crop production
Tailoring = sewing, dressmaking, nähen

# Education and research
Teaching = teacher, unterrichten, lehrer, enseignement, docencia, enseñanza, ensino, classroom
  teaching
Lesson planning = lesson plans, unterrichtsplanung > Teaching
Curriculum development = curriculum design, syllabus design ~ Teaching
Classroom management = behavior management ~ Teaching
Special education = special needs, individualized education program, iep, sonderpädagogik ~ Teaching
Early childhood education = kindergarten, preschool, erzieher, erzieherin, early years, petite
  enfance, educación infantil ~ Childcare
English as a second language = esl, efl, tefl, tesol, teaching english ~ Teaching
Tutoring = tutor, nachhilfe ~ Teaching
Student assessment = grading, test preparation ~ Teaching
Instructional design = e-learning, elearning, articulate storyline ~ Curriculum development
Learning management systems = lms, moodle, canvas lms, blackboard learn
Academic research = research methods, scientific research, research design, forschung
Scientific writing = academic writing, scientific publications
Qualitative research = interviews and focus groups, thematic analysis
Library science = librarian, cataloguing, cataloging
Lecturing = lecturer, university teaching > Teaching
Mathematics = maths, calculus, linear algebra, mathematik
Physics = physik

# Design and media
Graphic design = graphic designer, grafikdesign, diseño gráfico, infographie, print design
User experience design = ux, ux design, user experience, ux designer, interaction design
User interface design = ui design, user interface, ui/ux, ux/ui, ui designer ~ User experience
  design
User research = ux research, usability testing, user interviews, usability studies ~ User experience
  design
Wireframing = wireframes, prototyping, mockups ~ User experience design
Design systems = design system, component library ~ User interface design
Accessibility = wcag, web accessibility, a11y
Figma ~ User interface design
Sketch = ?Sketch, sketch app ~ Figma
Adobe XD ~ Figma
Adobe Creative Suite = adobe creative cloud, creative suite, adobe cc
Photoshop = adobe photoshop > Adobe Creative Suite
Illustrator = ?Illustrator, adobe illustrator > Adobe Creative Suite
InDesign = adobe indesign > Adobe Creative Suite
Premiere Pro = adobe premiere > Video editing
After Effects = adobe after effects > Motion graphics
Final Cut Pro = final cut > Video editing
DaVinci Resolve > Video editing
Lightroom = adobe lightroom ~ Photography
Video editing = video production, videoschnitt, montage vidéo, edición de video
Motion graphics = motion design, 2d animation, animation
3D modeling = 3d modelling, blender 3d, autodesk maya, 3ds max, cinema 4d, zbrush
Photography = photographer, fotografie, photo editing
Illustration = digital illustration, illustrations
Typography
Web design = website design, responsive design, webflow
Industrial design = product design of goods, product sketching
Product design = product designer ~ User experience design
Interior design = innenarchitektur, space planning
Architecture = ?Architecture, building design, architectural design, architekt, arquitectura
SketchUp = sketch up ~ Architecture
Fashion design = pattern making, garment construction
Sound design = audio engineering, audio production, pro tools, ableton
Creative direction = art direction, art director

# Ways of working
Communication = communication skills, written communication, verbal communication,
  kommunikationsfähigkeit, kommunikationsstärke
Teamwork = team player, collaboration, teamfähigkeit, trabajo en equipo, travail en équipe
Problem solving = problem-solving, analytical thinking, analytical skills, troubleshooting
Time management = prioritization, multitasking, zeitmanagement
Attention to detail = detail oriented, detail-oriented
Critical thinking
Adaptability = flexibility
Research = desk research
"""
