# ruff: noqa: SIM905 - long lists read better as text
"""What synthetic people are made of. No number, postcode or telephone number here can be anybody's.

National Insurance numbers: NC was a stand-in for stakeholder pensions and ended in M or F, PP is a stand-in of pension
schemes; neither was issued as a prefix, and both pass the format check. Telephone numbers are those that Ofcom keeps
for drama. Postcodes end in letters that no postcode ends in.
"""

NINO_PREFIXES = ("NC", "PP")
NUMBERS_EACH = 1_000_000
POSTCODE_LETTERS = "CIKMOV"

DEFAULT_PRIMES = (
    "Northfield Employment Services",
    "Harbour Works",
    "Pathway Partnerships",
    "Calder Skills and Work",
)

FIRST_NAMES = (
    "Aaliyah Abdul Adrian Agnieszka Ahmed Aidan Aisha Alan Alice Amara Amir Andrew Angela Anne-Marie Anthony "
    "Barbara Beatrice Benjamin Bethany Brian Callum Carol Catherine Charlotte Chloë Christopher Ciarán Claire "
    "Connor Daniel David Deborah Deepak Derek Dylan Eileen Ella Emma Ewa Farah Fatima Fiona Gareth George Grace "
    "Graham Hannah Hassan Helen Ibrahim Imran Isla Ivan Jack Jacqueline James Janice Jasmine Jean-Paul Jennifer "
    "Jessica John Joseph Joyce Karen Kavita Keith Kelly Kevin Kieran Krzysztof Kwame Laura Leanne Lee Leila Liam "
    "Linda Louise Lucy Margaret Mark Mary Matthew Maureen Michael Mohammed Nadia Natalie Neil Niamh Nicola "
    "Oluwaseun Oscar Owen Patricia Paul Peter Priya Rachel Rajesh Rebecca Renée Rhys Robert Ruth Samuel Sandra "
    "Sarah Sean Shanice Sharon Siân Simon Sinéad Sophie Stephen Susan Tariq Thomas Tracy Victoria Wayne William "
    "Yasmin Yusuf Zoë Zuzanna"
).split()
LAST_NAMES = (
    "Abbott Adeyemi Ahmed Ali Allen Armstrong Bailey Baker Begum Bennett Brown Campbell Carter Chowdhury Clarke "
    "Cole Collins Cooper Cox Dąbrowski Davies Davis Delgado D'Souza Edwards Ellis Evans Fernández Fisher Foster "
    "Garcia Green Griffiths Hall Hamilton Harris Harrison Hassan Hayes Henry Hill Hughes Hussain Hutchinson "
    "Ivanova Jackson James Johnson Jones Joseph Kaur Kelly Khan King Knight Kowalski Lewis Lloyd MacDonald Malik "
    "Marshall Martin McCarthy Miller Mitchell Mohamed Moore Morgan Murphy Müller Nguyen Nowak O'Brien O'Connor "
    "Okafor O'Neill Osei Owen Parker Patel Pereira Phillips Powell Price Rahman Reid Richardson Roberts Robinson "
    "Rogers Russell Ryan Sánchez Scott Shah Sharma Shaw Simpson Singh Smith Smith-Jones Stewart Taylor "
    "Taylor-Brown Thomas Thompson Turner Walker Walsh Ward Watson White Williams Wilson Wójcik Wood Wright Young"
).split()

# Town, the letters of its postcodes, and the beginning of its numbers for drama.
TOWNS = (
    ("Leeds", "LS", "0113 496 0"),
    ("Sheffield", "S", "0114 496 0"),
    ("Nottingham", "NG", "0115 496 0"),
    ("Leicester", "LE", "0116 496 0"),
    ("Bristol", "BS", "0117 496 0"),
    ("Reading", "RG", "0118 496 0"),
    ("Birmingham", "B", "0121 496 0"),
    ("Liverpool", "L", "0151 496 0"),
    ("Manchester", "M", "0161 496 0"),
    ("Newcastle upon Tyne", "NE", "0191 498 0"),
    ("Hull", "HU", "01632 960"),
    ("Swansea", "SA", "01632 960"),
    ("Norwich", "NR", "01632 960"),
)
MOBILE = "07700 900"
STREETS = (
    "Albert Road|Ash Grove|Back Lane|Beech Avenue|Birch Close|Bridge Street|Canal Walk|Castle Street|Cedar Drive|"
    "Chapel Lane|Church Road|Clarence Street|Crescent Road|Elm Grove|Factory Lane|George Street|Grange Road|"
    "Green Lane|Hawthorn Way|High Street|Holly Bank|King Street|Laurel Close|Manor Road|Mill Lane|New Street|"
    "Oak Avenue|Orchard Street|Park View|Queen Street|Railway Terrace|School Lane|Station Road|Union Street|"
    "Victoria Terrace|Warwick Road|Water Lane|West Street|Windsor Close|York Road"
).split("|")
HOUSES = ("Flat 1", "Flat 2", "Flat 3", "Flat 4", "Flat 12", "Rowan House", "Elgar Court", "Mercer House")

EMPLOYERS = (
    "Aldgate Cleaning|Amber Care Homes|Apex Couriers|Beacon Security|Brightwater Laundry|Carver Joinery|"
    "Castle Foods|Crown Bakery|Dale Garden Centre|Eastgate Hotel|Fairfield Farm|Fletcher & Sons|Forge Engineering|"
    "Glenmore Packaging|Harrow Mills|Highfield School|Ironbridge Castings|Jubilee Taxis|Kestrel Call Centre|"
    "Lakeside Leisure|Linden Nursery|Market Hall Cafe|Meridian Stores|Northern Pallets|Oakwood Furniture|"
    "Parkside Hospital Trust|Quayside Fish|Redhill Plumbing|Sovereign Print|Swift Warehousing|Tower Catering|"
    "Upland Dairies|Valley Bus Company|Westbrook Motors|Wren Textiles"
).split("|")
JOB_TITLES = (
    "Administrator|Bar assistant|Care assistant|Catering assistant|Cleaner|Customer adviser|Delivery driver|"
    "Factory operative|Forklift driver|Gardener|General labourer|Hotel porter|Kitchen porter|Machine operator|Packer|"
    "Receptionist|Sales assistant|Security guard|Shelf stacker|Teaching assistant|Van driver|Warehouse operative|Welder"
).split("|")
QUALIFICATIONS = (
    "GCSE English|GCSE Mathematics|GCSE Science|A level Biology|A level History|NVQ level 2 Customer Service|"
    "NVQ level 2 Catering|NVQ level 3 Health and Social Care|BTEC National Engineering|City and Guilds Plumbing|"
    "City and Guilds Bricklaying|CSCS card|Forklift licence|Food hygiene certificate level 2|ECDL|SIA door supervisor|"
    "Full driving licence|First aid at work|HND Business|BA Design"
).split("|")
REASONS = (
    "moved abroad|failed to sign|became a full-time student|"
    "began to live with a partner who works|withdrew the claim|reached pension age|savings above the limit"
).split("|")
STARTED_WORK, MOVED_BENEFIT = "started work", "moved to another benefit"
WHY_DORMANT = ("failed to sign", "missed an interview", "awaiting a decision")
CHANGES = (  # read out one after the other, behind the day on which each was noted
    "Caring for a relative.|In hospital for a time.|A new name by marriage.|A training course begun.|"
    "A fit note handed in.|Expecting a child.|A new signing day.|Help from a support worker."
).split("|")
