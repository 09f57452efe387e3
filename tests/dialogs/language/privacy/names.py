"""Invented names of several cultures, for messages whose verdict must not depend on the name."""

# fmt: off
FIRST_NAMES = (
    "Amara", "Tobias", "Nkechi", "Oluwadamilare", "Zofia", "Wiktoria", "Bartłomiej", "Søren",
    "Ingrid", "Aoife", "Ruaridh", "Gwenllian", "Ieuan", "Chiamaka", "Kwabena", "Thandiwe",
    "Sipho", "Yetunde", "Fatoumata", "Ousmane", "Aïssatou", "Mehmet", "Ayşe", "Gökhan",
    "Dilnoza", "Rustam", "Anastasiya", "Volodymyr", "Oksana", "Ștefan", "Ionuț", "Mihaela",
    "Zsófia", "László", "Jürgen", "Björn", "Nuno", "Inês", "João", "Íñigo", "Begoña",
    "Xiomara", "Guadalupe", "Priyanka", "Arjun", "Harpreet", "Gurdeep", "Farzana", "Shabnam",
    "Tariq", "Abdulrahman", "Khadija", "Yusuf", "Zeynep", "Minh", "Xiuying", "Haoran",
    "Haruto", "Minjun", "Seoyeon", "Leilani", "Keanu", "Jayden", "Kayleigh", "Tyler", "Alfie",
    "Freddie", "Ella-Mae", "Jean-Luc", "Caoimhe", "Siân", "Zoë", "Renée", "Elijah", "Hezekiah",
    "Malachi", "Tamsin", "Desmond", "Maureen", "Tracey", "Kelvin",
)
SURNAMES = (
    "Okonjo", "Adebayo-Smythe", "Nowakowska", "Wiśniewski", "Brzęczyszczykiewicz", "Pham",
    "Nguyen", "Zhang", "Kowalczyk", "O'Shaughnessy", "MacGillivray", "McAllister",
    "Fitzgerald-Owusu", "Abara", "Chukwuemeka", "Dlamini", "Mbeki", "Traoré", "Demirel",
    "Öztürk", "Demirci", "Karimov", "Petrenko", "Shevchuk", "Popescu", "Dragomir", "Kovács",
    "Müller", "Größl", "Lindqvist", "Ødegård", "Gonçalves", "Ibáñez", "Etxeberria", "Dhaliwal",
    "Bhattacharya", "Chatterjee", "Rahman", "Choudhury", "Al-Mansouri", "Ben-Ami", "Yamamoto",
    "Tupou", "Smith", "Jones", "Taylor", "Hollowbread", "Thistlewood", "Winterbottom",
    "Ramsbottom", "Pennyfeather", "Brightwater", "Testerton", "Notreal", "Fauxley",
)
# fmt: on
