"""The words that tell a person's name from an organisation's, for `incidents.rules.personal`. Declared data."""

TITLES = frozenset({"Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Professor", "Sir", "Dame", "Rev"})

MONTHS = frozenset(
    {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"}
)  # fmt: skip

STREETS = frozenset(
    {"Street", "St", "Road", "Rd", "Lane", "Avenue", "Ave", "Close", "Drive", "Court", "Crescent", "Gardens", "Grove",
     "Terrace", "Walk", "Square", "Row", "Way", "Hill", "Mews", "Parade"}
)  # fmt: skip

# Words that stand in the names of organisations and not in those of people.
OF_ORGANISATIONS = frozenset(
    {"Academy", "Agency", "Associates", "Association", "Business", "CIC", "Care", "Careers", "Centre", "Charity",
     "Church", "Colleges", "College", "Community", "Company", "Consultancy", "Consulting", "Council", "Development",
     "Education", "Employment", "Enterprise", "Enterprises", "Foundation", "Futures", "Group", "Housing", "Initiative",
     "Institute", "Jobcentre", "Jobs", "LLP", "Learning", "Limited", "Ltd", "Network", "PLC", "Partners",
     "Partnership", "Partnerships", "People", "Project", "Projects", "Recruitment", "Resourcing", "School", "Services",
     "Skills", "Society", "Solutions", "Support", "Systems", "Training", "Trust", "UK", "University", "Ventures",
     "Work", "Working", "Works"}
)  # fmt: skip

# Words that are written with capitals in such a text, and name no one.
ROLES = frozenset(
    {"A", "Access", "Administrator", "Adviser", "Advisor", "After", "Agent", "All", "An", "And", "Annex", "Area",
     "Assistant", "At", "Branch", "Chief", "Claimant", "Coach", "Code", "Compliance", "Contact", "Contract",
     "Coordinator", "Customer", "DWP", "Delivery", "Deputy", "Direct", "Director", "Employee", "Executive", "Finance",
     "Former", "He", "Head", "Human", "I", "IT", "Incident", "It", "Lead", "Leader", "Mandatory", "Manager", "Member",
     "National", "Office", "Officer", "On", "One", "Operations", "Our", "Participant", "Performance", "Person",
     "Police", "Potential", "Prime", "Programme", "Project", "Provider", "Quality", "Receptionist", "Regional",
     "Resources", "Sales", "Security", "Senior", "She", "Single", "Some", "SPoC", "Staff", "Subcontractor",
     "Supervisor", "Team", "That", "The", "Their", "They", "This", "Trainer", "Two", "We", "When", "Worker"}
) | MONTHS  # fmt: skip

# The commonest first names in Britain that are no everyday words, from all its communities.
FIRST_NAMES = frozenset(
    {"Aaron", "Abdul", "Abdullah", "Adam", "Adrian", "Ahmed", "Aisha", "Alan", "Albert", "Alex", "Alexander",
     "Alexandra", "Ali", "Alice", "Alison", "Amanda", "Amelia", "Amina", "Amir", "Amy", "Andrea", "Andrew", "Angela",
     "Anita", "Ann", "Anna", "Anne", "Anthony", "Antonio", "Arthur", "Asif", "Barbara", "Ben", "Benjamin", "Bernard",
     "Beth", "Brenda", "Brian", "Bridget", "Callum", "Carl", "Carol", "Caroline", "Catherine", "Charles", "Charlotte",
     "Cheryl", "Chloe", "Chloë", "Chris", "Christian", "Christina", "Christine", "Christopher", "Claire", "Clare",
     "Colin", "Connor", "Craig", "Damian", "Daniel", "Darren", "David", "Dawn", "Dean", "Debbie", "Deborah", "Denise",
     "Dennis", "Derek", "Diane", "Donna", "Dorothy", "Duncan", "Edward", "Elaine", "Eleanor", "Elizabeth", "Ellen",
     "Ellie", "Emily", "Emma", "Eric", "Evelyn", "Fatima", "Fiona", "Frances", "Francis", "Gareth", "Gary", "Gavin",
     "Gemma", "Geoffrey", "George", "Georgina", "Gillian", "Gloria", "Gordon", "Graham", "Gurpreet", "Hannah",
     "Harjit", "Harriet", "Harry", "Hassan", "Heather", "Helen", "Henry", "Howard", "Hussain", "Iain", "Ian",
     "Ibrahim", "Imran", "Irene", "Isabel", "Isabella", "Jack", "Jacob", "Jacqueline", "Jake", "James", "Jamie",
     "Jane", "Janet", "Janice", "Jason", "Jean", "Jennifer", "Jeremy", "Jessica", "Jill", "Jim", "Joan", "Joanna",
     "Joanne", "Joe", "John", "Jonathan", "Jordan", "Joseph", "Joshua", "Joyce", "Judith", "Julia", "Julian", "Julie",
     "Karen", "Kate", "Katherine", "Kathleen", "Katie", "Keith", "Kelly", "Kenneth", "Kerry", "Kevin", "Khalid",
     "Kieran", "Kim", "Kirsty", "Kwame", "Laura", "Lauren", "Leanne", "Lee", "Leslie", "Lewis", "Liam", "Linda",
     "Lindsay", "Lisa", "Lorraine", "Louise", "Lucy", "Luke", "Lynn", "Malcolm", "Marcus", "Margaret", "Maria",
     "Marie", "Marilyn", "Martin", "Mary", "Matthew", "Maureen", "Megan", "Melanie", "Michael", "Michelle", "Mohamed",
     "Mohammad", "Mohammed", "Muhammad", "Nadia", "Naomi", "Natalie", "Nathan", "Neil", "Nicholas", "Nicola", "Nigel",
     "Oliver", "Olivia", "Olu", "Omar", "Owen", "Pamela", "Patricia", "Patrick", "Paul", "Paula", "Pauline", "Peter",
     "Philip", "Philippa", "Piotr", "Priya", "Rachel", "Rajesh", "Ravi", "Raymond", "Rebecca", "Rhys", "Richard",
     "Robert", "Robin", "Roger", "Ronald", "Rosemary", "Ross", "Russell", "Ruth", "Ryan", "Sally", "Samantha",
     "Samuel", "Sandra", "Sanjay", "Sara", "Sarah", "Scott", "Sean", "Shane", "Sharon", "Sheila", "Shirley", "Sian",
     "Siân", "Simon", "Siobhan", "Siobhán", "Sophie", "Stacey", "Stephanie", "Stephen", "Steve", "Steven", "Stuart",
     "Sunita", "Susan", "Suzanne", "Sylvia", "Tariq", "Teresa", "Terence", "Thomas", "Timothy", "Tina", "Tom", "Tony",
     "Tracey", "Tracy", "Trevor", "Valerie", "Vanessa", "Veronica", "Victoria", "Vincent", "Wayne", "Wendy", "William",
     "Yasmin", "Yusuf", "Yvonne", "Zahra", "Zoe", "Zoë", "Łukasz"}
)  # fmt: skip
