"""Messages with and without personal data, all of it invented: what is found, what may stay."""

from typing import NamedTuple


class Held(NamedTuple):
    """A message that is held, the kinds found in it, and words that may or must be left of it."""

    text: str
    kinds: str
    """With spaces between."""
    gone: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    """Words that the cleaned text has; none of them where there is no cleaned text."""


NUMBERS = (
    Held(
        "gp summary missing for 999 461 2250 again, RK-03 40%",
        "nhs_number",
        ("461",),
        ("RK-03 40%",),
    ),
    Held(
        "NHS No: 9990001234 was on the wrong list. QA-02 93%",
        "nhs_number",
        ("9990001234",),
        ("QA-02 93%",),
    ),
    Held(
        "patient 999-555-1212 had no chronology so RK-03 stays amber",
        "nhs_number",
        ("555",),
        ("amber",),
    ),
    Held(
        "nhs number is 999 888 77 66, check digit looks off. QA-04 31%",
        "nhs_number",
        ("888",),
        ("QA-04 31%",),
    ),
    Held("UPN: T820402115031 not matched, QA-02 at 94%", "upn", ("T820402115031",), ("94%",)),
    Held(
        "pupil number w801200001023 came back blank from the school. 80% PT-03",
        "upn",
        ("w801200001023",),
        ("80% PT-03",),
    ),
    Held(
        "rang 07700 900333 three times, mum never picks up. QA-03 45%",
        "phone",
        ("900333",),
        ("QA-03 45%",),
    ),
    Held(
        "her nan is on 01632 960456 if anyone wants to ask her. RK-01 70%",
        "phone",
        ("960456",),
        ("RK-01 70%",),
    ),
    Held(
        "dad's mobile 07700900471 was missing from the form, RK-04 red",
        "phone",
        ("07700900471",),
        ("RK-04 red",),
    ),
    Held(
        "carer wrote in from sunnyjim77@gmail.com, wants to join the panel. QA-03 52%",
        "email",
        ("sunnyjim77",),
        ("52%",),
    ),
    Held(
        "reply went to k.adeyemi-home@outlook.example by mistake. PT-04 41%",
        "email",
        ("adeyemi",),
        ("PT-04 41%",),
    ),
    Held(
        "LCS 8812340 would not open in test, RK-02 58% amber",
        "case_id",
        ("8812340",),
        ("58% amber",),
    ),
    Held(
        "Mosaic ID 771230 has two chronologies. RK-02 amber",
        "case_id",
        ("771230",),
        ("RK-02 amber",),
    ),
    Held("look at case no. 55120 for the reason, QP-01 79%", "case_id", ("55120",), ("QP-01 79%",)),
    Held("EHM record 3300219 shows it best. RK-01 68%", "case_id", ("3300219",), ("68%",)),
    Held(
        "case number AB/2022/0417 was graded good, QA-01 77%", "case_id", ("0417",), ("QA-01 77%",)
    ),
    Held(
        "family 229817 moved out of area, QP-01 unchanged at 80%", "case_id", ("229817",), ("80%",)
    ),
    Held("court case BM22C50318 held it up. LG-02 44%", "case_id", ("BM22C50318",), ("LG-02 44%",)),
    Held(
        "crime ref 20/77123/22 never reached the MASH. RK-04 40%",
        "police_ref",
        ("77123",),
        ("RK-04 40%",),
    ),
    Held(
        "CAD 1187 from saturday had no form with it, rk04 amber",
        "police_ref",
        ("1187",),
        ("amber",),
    ),
    Held(
        "custody record MP/4471/22 shows no appropriate adult. PT-01 red",
        "police_ref",
        ("4471",),
        ("PT-01 red",),
    ),
    Held(
        "incident number 0231-091122 is the one they mean. RK-04 48% green",
        "police_ref",
        ("091122",),
        ("48% green",),
    ),
    Held(
        "URN 20AB0099871 is the example for the board, PT-01 60%",
        "police_ref",
        ("0099871",),
        ("60%",),
    ),
)

BIRTHS = (
    Held(
        "child's d.o.b. is 3/7/14 and nobody noticed, RK-01 66%", "dob", ("3/7/14",), ("RK-01 66%",)
    ),
    Held(
        "DOB: 17 Jan 2012, no ethnicity on file. RK-01 amber",
        "dob",
        ("17 Jan 2012",),
        ("RK-01 amber",),
    ),
    Held(
        "a boy born on 2nd June 2015 was missed by the extract. QA-02 90%",
        "dob",
        ("2nd June 2015",),
        ("QA-02 90%",),
    ),
    Held(
        "date of birth given as 09-11-2013, should be November. RK-04 52",
        "dob",
        ("09-11-2013",),
        ("RK-04 52",),
    ),
    Held("b. 4/5/16, three addresses in a year, QP-02 example. 33%", "dob", ("4/5/16",), ("33%",)),
    Held(
        "d.o.b 2011.04.30 typed wrong on the police form, RK-04 44%",
        "dob",
        ("2011.04.30",),
        ("44%",),
    ),
    Held(
        "the baby was born 12 Oct 22 and the pre-birth came late. QP-01 83",
        "dob",
        ("12 Oct 22",),
        ("QP-01 83",),
    ),
    Held(
        "her birthday's the 14th of March 2010, so she ages out soon. QA-03 48%",
        "dob",
        ("14th of March 2010",),
        ("QA-03 48%",),
    ),
)

CHILDREN = (
    Held(
        "Chidera Nwachukwu has waited 39 days for an assessment. QP-01 amber",
        "child_name",
        ("Chidera", "Nwachukwu"),
        ("39 days", "QP-01 amber"),
    ),
    Held(
        "still no visit to Teodora Vlaicu, QP-01 77%",
        "child_name",
        ("Teodora", "Vlaicu"),
        ("QP-01 77%",),
    ),
    Held(
        "Padraig O'Shaughnessy-Bell went missing twice in october. PT-01 amber",
        "child_name",
        ("Padraig", "Shaughnessy"),
        ("PT-01 amber",),
    ),
    Held(
        "the audit of Ayaan Siddiqui found no management oversight, QA-01 71%",
        "child_name",
        ("Ayaan", "Siddiqui"),
        ("QA-01 71%",),
    ),
    Held(
        "amara okeke-lund is on no system at all. RK-02 62%",
        "child_name",
        ("amara", "okeke"),
        ("RK-02 62%",),
    ),
    Held(
        "no gp chronology for wojciech zielinski yet, rk-03 red",
        "child_name",
        ("wojciech", "zielinski"),
        ("rk-03 red",),
    ),
    Held(
        "SIOBHAN MACGILLIVRAY STILL NOT ALLOCATED. QP-01 RED",
        "child_name",
        ("SIOBHAN", "MACGILLIVRAY"),
        ("QP-01 RED",),
    ),
    Held(
        "Keziah's mum has complained, QA-03 49% amber",
        "child_name",
        ("Keziah",),
        ("QA-03 49% amber",),
    ),
    Held(
        "keziah's strategy meeting had no health rep. PT-03 82%",
        "child_name",
        ("keziah",),
        ("PT-03 82%",),
    ),
    Held(
        "Bilal was placed out of area on friday, sw stretched. WF-01 66%",
        "child_name",
        ("Bilal",),
        ("WF-01 66%",),
    ),
    Held(
        "rose's placement broke down so two visits were missed. QP-01 80% amber",
        "child_name",
        ("rose",),
        ("QP-01 80% amber",),
    ),
    Held(
        "Faith is now living with her nan, plan updated. QP-02 37%",
        "child_name",
        ("Faith",),
        ("QP-02 37%",),
    ),
    Held(
        "baby Summer's birth plan came late. QP-01 79%", "child_name", ("Summer",), ("QP-01 79%",)
    ),
    Held(
        "little Ozzy still hasnt been seen, QP-01 amber", "child_name", ("Ozzy",), ("QP-01 amber",)
    ),
    Held(
        "Marek and Ania are waiting for a placement, WF-01 amber 66%",
        "child_name",
        ("Marek", "Ania"),
        ("WF-01 amber 66%",),
    ),
    Held(
        "her brother Idris was left off the plan. RK-01 69%",
        "child_name",
        ("Idris",),
        ("RK-01 69%",),
    ),
    Held(
        "siblings Esme and Otis seen on time, thats 9 of 10. QP-01 84%",
        "child_name",
        ("Esme", "Otis"),
        ("9 of 10", "QP-01 84%"),
    ),
    Held(
        "Yusra (11) told the panel her letters were confusing, QA-03 51%",
        "child_name",
        ("Yusra",),
        ("QA-03 51%",),
    ),
    Held(
        "Thaddeus P. is the good example in the slides, QP-02 34%",
        "child_name",
        ("Thaddeus",),
        ("QP-02 34%",),
    ),
    Held(
        "J. Oyelaran's chronology was blank. RK-03 39%", "child_name", ("Oyelaran",), ("RK-03 39%",)
    ),
    Held(
        "Nguyen Thi Bao Chau was not asked her views, QA-03 47% amber",
        "child_name",
        ("Nguyen", "Chau"),
        ("QA-03 47% amber",),
    ),
    Held(
        "Maria del Carmen Ibarra Soto came up at board again. LG-01 88% green",
        "child_name",
        ("Carmen", "Ibarra", "Soto"),
        ("LG-01 88% green",),
    ),
    Held(
        "fwd: please chase Anastasija Petrovska file before monday. RK-01 70%",
        "child_name",
        ("Anastasija", "Petrovska"),
        ("RK-01 70%",),
    ),
    Held(
        "used Caoimhe Ni Dhomhnaill as the case study, QP-02 40%",
        "child_name",
        ("Caoimhe", "Dhomhnaill"),
        ("QP-02 40%",),
    ),
    Held(
        "thx for sorting Hamish Drummond-Achebe's referral. PT-02 61%",
        "child_name",
        ("Hamish", "Drummond", "Achebe"),
        ("PT-02 61%",),
    ),
    Held(
        "QA-01 78%. last audit: Saoirse Kettlewell, RI",
        "child_name",
        ("Saoirse", "Kettlewell"),
        ("QA-01 78%",),
    ),
    Held(
        "dip sample: Jolanta Baranauskas, Femi Adewale-Stone, both late. QP-01 amber",
        "child_name",
        ("Jolanta", "Femi", "Stone"),
        ("QP-01 amber",),
    ),
    Held(
        "risk: the press find out about Gethin Prosser. L3 I5, WF-01",
        "child_name",
        ("Gethin", "Prosser"),
        ("L3 I5",),
    ),
    Held(
        "push QP-02 to 20 jan, team tied up with Aaliyah Tembo all month",
        "child_name",
        ("Aaliyah", "Tembo"),
        ("QP-02 to 20 jan",),
    ),
    Held(
        "not 45, 54. got muddled with Rhiannon Tugwell's file",
        "child_name",
        ("Rhiannon", "Tugwell"),
        ("54",),
    ),
    Held("Reuben got excluded so PT-03 mtg moved to 2 dec", "child_name", ("Reuben",), ("2 dec",)),
    Held("has Mirela got an advocate yet, QA-03 50%", "child_name", ("Mirela",), ("QA-03 50%",)),
    Held(
        "tyrell's nan wont engage, QP-04 still 20%", "child_name", ("tyrell",), ("QP-04 still 20%",)
    ),
    Held(
        "xanthe's dad is in prison, probation route helped. PT-04 44%",
        "child_name",
        ("xanthe",),
        ("PT-04 44%",),
    ),
    Held(
        "contact for Bethan stopped last week, QP-02 amber",
        "child_name",
        ("Bethan",),
        ("QP-02 amber",),
    ),
    Held("Zainab aged 6 has three files. RK-02 60%", "child_name", ("Zainab",), ("RK-02 60%",)),
    Held(
        "our young inspector Kofi spoke at the board, QA-03 54%",
        "child_name",
        ("Kofi",),
        ("QA-03 54%",),
    ),
    Held(
        "LAC review for Danuta Wrona was late, RK-01 73 amber",
        "child_name",
        ("Danuta", "Wrona"),
        ("RK-01 73 amber",),
    ),
    Held(
        "the lad, Corey Blenkinsop, has now got a plan. PT-03 84%",
        "child_name",
        ("Corey", "Blenkinsop"),
        ("PT-03 84%",),
    ),
)

FAMILIES = (
    Held(
        "mum, Precious Mutasa, wasnt told. QA-03 21 of 30 families",
        "adult_family_name",
        ("Precious", "Mutasa"),
        ("21 of 30 families",),
    ),
    Held(
        "Mrs Szczepanska complained to the MP, QP-04 amber",
        "adult_family_name",
        ("Szczepanska",),
        ("QP-04 amber",),
    ),
    Held(
        "mr bhattacharya says he was never rung back, QA-03 46%",
        "adult_family_name",
        ("bhattacharya",),
        ("QA-03 46%",),
    ),
    Held(
        "dad (Gary Tunnicliffe) was not invited, PT-03 79%",
        "adult_family_name",
        ("Gary", "Tunnicliffe"),
        ("PT-03 79%",),
    ),
    Held(
        "grandmother Ngozi looks after all three. QP-02 32%",
        "adult_family_name",
        ("Ngozi",),
        ("QP-02 32%",),
    ),
    Held(
        "the Featherstonehaugh family got a new worker, WF-01 68%",
        "adult_family_name",
        ("Featherstonehaugh",),
        ("WF-01 68%",),
    ),
    Held(
        "the Kowalczyk siblings are split across two teams. RK-01 amber",
        "adult_family_name",
        ("Kowalczyk",),
        ("RK-01 amber",),
    ),
    Held(
        "delay is all down to the Abernethy-Osei case, QP-01 78%",
        "adult_family_name",
        ("Abernethy", "Osei"),
        ("QP-01 78%",),
    ),
    Held(
        "her partner Craig Muldoon was not checked with probation. PT-04 38%",
        "adult_family_name",
        ("Craig", "Muldoon"),
        ("PT-04 38%",),
    ),
    Held(
        "uncle Tariq rang the front door 3 times. QP-04 22%",
        "adult_family_name",
        ("Tariq",),
        ("QP-04 22%",),
    ),
    Held(
        "Jolene Fairweather, foster carer, says the form is too long. RK-01 71%",
        "adult_family_name",
        ("Jolene", "Fairweather"),
        ("RK-01 71%",),
    ),
    Held(
        "stepdad is Wayne Scarfe and he is on nobody's list. PT-04 amber",
        "adult_family_name",
        ("Wayne", "Scarfe"),
        ("PT-04 amber",),
    ),
)

HOMES = (
    Held(
        "2 failed visits to 47 Thornbury Avenue, QP-01 81%",
        "address",
        ("47 Thornbury Avenue",),
        ("QP-01 81%",),
    ),
    Held(
        "they live at flat 6, Harbour Court. no gp. RK-03 35%",
        "address",
        ("Harbour Court",),
        ("RK-03 35%",),
    ),
    Held(
        "the family in 9b Old Mill Lane moved again. QP-01 amber",
        "address",
        ("9b Old Mill Lane",),
        ("QP-01 amber",),
    ),
    Held(
        "form went to 118 birchfield road not the new house. RK-04 47%",
        "address",
        ("118 birchfield road",),
        ("RK-04 47%",),
    ),
    Held(
        "kids at number 30 Spinney Close werent seen. QP-01 76%",
        "address",
        ("30 Spinney Close",),
        ("QP-01 76%",),
    ),
    Held(
        "mum lives in ZQ4 7LT, out of our area. QP-01 80 amber",
        "postcode",
        ("ZQ4 7LT",),
        ("QP-01 80 amber",),
    ),
    Held(
        "child at zq118bd has no school place. PT-03 82%", "postcode", ("zq118bd",), ("PT-03 82%",)
    ),
    Held(
        "home visit to 5 Cinder Path, ZQ2 9HN refused. QP-01 79%",
        "address postcode",
        ("Cinder Path", "ZQ2 9HN"),
        ("QP-01 79%",),
    ),
    Held("who is at 61 Cloverdale Road, looks like five kids", "address", ("61 Cloverdale Road",)),
)

TELLING = (
    Held(
        "a yr 10 girl at Westmoor High was told to wait, QP-01 78%",
        "indirect",
        ("yr 10 girl at Westmoor High",),
        ("QP-01 78%",),
    ),
    Held(
        "KT, 9, at St Brannoc's Primary has had four social workers. WF-01 amber",
        "indirect",
        ("KT, 9", "Brannoc"),
        ("WF-01 amber",),
    ),
    Held(
        "the 13 year old boy from the house fire in Nettlefold has no plan. PT-03 80%",
        "indirect",
        ("13 year old", "house fire"),
        ("PT-03 80%",),
    ),
    Held(
        "only Eritrean family in Marsh End, mum deaf, no interpreter. QA-03 43%",
        "indirect",
        ("Eritrean", "Marsh End"),
        ("QA-03 43%",),
    ),
    Held(
        "child M.R. yr4 Oakleaf Primary, adopted, review late. RK-01 74%",
        "indirect",
        ("M.R.", "Oakleaf"),
        ("RK-01 74%",),
    ),
    Held(
        "6yo twin at Larkrise Infants with leukaemia, health never invited. PT-02 60%",
        "indirect",
        ("6yo", "Larkrise", "leukaemia"),
        ("PT-02 60%",),
    ),
    Held(
        "the pregnant 15 yr old in the traveller site had no visit. QP-01 amber",
        "indirect",
        ("pregnant 15 yr old",),
        ("QP-01 amber",),
    ),
    Held(
        "boy aged 8 at Hollin Bank School who lost his dad in a crash is why. QP-02 35%",
        "indirect",
        ("boy aged 8", "Hollin Bank"),
        ("QP-02 35%",),
    ),
)

HEALTH = (
    Held(
        "Bronagh in the assessment team is having chemo so template late. QP-02 amber",
        "staff_health",
        ("Bronagh", "chemo"),
        ("QP-02 amber",),
    ),
    Held(
        "our trainer Dev has been signed off with depression. WF-04 62%",
        "staff_health",
        ("Dev", "depression"),
        ("WF-04 62%",),
    ),
    Held(
        "SW Latoya Fenwick off with anxiety, RK-01 slips to 25 nov",
        "staff_health",
        ("Latoya", "Fenwick", "anxiety"),
        ("RK-01 slips to 25 nov",),
    ),
    Held(
        "Grainne's breakdown means no auditor til jan. QA-01 70%",
        "staff_health",
        ("Grainne", "breakdown"),
        ("QA-01 70%",),
    ),
    Held(
        "Piotr had a heart attack last week, cover being found. QA-02 92%",
        "staff_health",
        ("Piotr", "heart attack"),
        ("QA-02 92%",),
    ),
    Held(
        "milena vuković is off sick with stress so no figures. QA-03 45%",
        "staff_health",
        ("milena", "vuković", "stress"),
        ("QA-03 45%",),
    ),
    Held(
        "the team manager's miscarriage has hit everyone. WF-01 64%",
        "staff_health",
        ("miscarriage",),
        ("WF-01 64%",),
    ),
    Held(
        "Owain off for surgery on his back til feb, PT-02 amber",
        "staff_health",
        ("Owain", "surgery"),
        ("PT-02 amber",),
    ),
    Held(
        "auditor Sadia has long covid, need QA-01 pushed to 16 Dec",
        "staff_health",
        ("Sadia", "long covid"),
        ("QA-01 pushed to 16 Dec",),
    ),
)

CONCERNS = (
    Held(
        "school just called, a boy in reception has a black eye and is scared to go home",
        "live_safeguarding",
    ),
    Held("baby not breathing properly at the contact centre, who do i ring", "live_safeguarding"),
    Held(
        "mum's boyfriend has locked the kids out and hes drunk, what shall i do",
        "live_safeguarding",
    ),
    Held("girl on the phone now says her stepdad touches her", "live_safeguarding"),
    Held("a child just disclosed to one of our trainers, what do we do", "live_safeguarding"),
    Held("dad's outside the nursery and drunk, kids in the car", "live_safeguarding"),
    Held("14yo hasnt come home since last night and her phone is off", "live_safeguarding"),
    Held("a young person texted me saying she has taken pills", "live_safeguarding"),
    Held("PT-03 80% also urgent, toddler home alone at the flats right now", "live_safeguarding"),
    Held(
        "hes 11 and has been sleeping in a car park, nobody at edt is answering",
        "live_safeguarding",
    ),
    Held(
        "neighbour rang me, kids screaming next door and the man has a knife", "live_safeguarding"
    ),
    Held("need help, pupil told me tonight her uncle hits her with a belt", "live_safeguarding"),
)

AFTER_A_HOLD = (
    Held("sorry, Keziah", "child_name", ("Keziah",)),
    Held("ok then just say tyrell", "child_name", ("tyrell",)),
    Held("its Aoife not Eva", "child_name", ("Aoife", "Eva")),
    Held("I meant Hope not Grace", "child_name", ("Hope", "Grace")),
    Held("T. Okonjo then", "child_name", ("Okonjo",)),
    Held("fine, R.T. then", "child_name", ("R.T.",)),
    Held("just put KJ", "child_name", ("KJ",)),
)

HELD = (*NUMBERS, *BIRTHS, *CHILDREN, *FAMILIES, *HOMES, *TELLING, *HEALTH, *CONCERNS)

COLLEAGUES = (
    "yasmin from finance sent the figures, LG-02 45%",
    "mtg chaired by Gwen, all agreed. PT-03 82%",
    "cheers Dave, 61% on rk2",
    "spoke to DS Marcus Thwaite, posts confirmed. PT-01 62%",
    "Trainer Anjali Rao-Whitcombe booked for three sessions, WF-04 68%",
    "peer reviewer Callum Strachan wants the scope by friday, LG-04 42%",
    "Dr Olufemi Bankole has signed the template off, RK-03 45%",
    "Cllr Hetherington asked for it in plain english. LG-03 30%",
    "DCI Nkemelu back from leave, RK-04 55%",
    "named GP Dr Szymanski happy with it. RK-03 46%",
    "our auditor Tilda is moderating the last ten. QA-01 81%",
    "Ewan (probation) is setting up the mailbox, PT-04 47%",
    "asked Shanice to chase the surgeries, RK-03 43%",
    "Beth's slides went down well, WF-04 70%",
    "Ade sent me the wrong month, its 92% not 90%. QA-02",
    "thanks to Ravi and Moira for the dashboard. QA-02 96%",
    "whats red in workforce, cheers Joan",
    "can Lorraine in legal see what i put here",
    "Superintendent Okafor-Lyle chairs from january, PT-01 64%",
    "reassign RK-01 to the Service Manager Assessment, Noreen's contract ends on the 30th",
    "handed over to Gareth from performance, QA-02 95%",
    "Judge Abimbola liked the new chronologies, RK-03 48%",
    "Ofsted's lead inspector Ms Carrow visits 6 dec, LG-04 45%",
    "HMI Desmond Achterberg comes on the 12th, LG-04 amber",
    "Participation worker Zuri ran two groups, QA-03 53%",
    "workshop by Petra went well, WF-04 72%",
    "minutes by Imogen, LG-01 90%",
    "per Stuart the build is on time, RK-02 70%",
    "Head of service Kamala Deshmukh signed it off, QP-02 44%",
    "SW Tobias Nkosi now on the duty rota, QP-01 85%",
    "waiting on Colette for sign off, QP-04 24%",
    "Miriam on leave til 5 dec, QA-03 no change",
    "IRO Patrice has used the form, RK-01 79%",
    "designated doctor Prof Lindqvist agreed, PT-02 66%",
    "pls copy in Jerome (HR BP), WF-02 53%",
    "DfE adviser Hilary Quennell was positive, LG-01 92%",
    "chair of the LSCP, Sir Alan Wroxton, likes it. LG-01 91%",
    "school nurse Blessing trialled the template. RK-03 47%",
)

ROLES = (
    "Head of MASH and the DCI both at board. LG-01 91%",
    "Detective Inspector covering for the DCI til 3 jan, RK-04 50%",
    "Lead Member, Chief Executive and DfE adviser all signed. LG-01 93%",
    "Children's Commissioner visit went fine, LG-03 35%",
    "Foster Carers and Family Support Workers trained too. WF-04 74%",
    "12 Social Workers and 3 Team Managers in post. WF-01 70%",
    "Young Inspectors report due in december, QA-03 55%",
    "Designated Nurse and Named GP agree the form. RK-03 49%",
    "health visitor reps on the panel now, QA-01 83%",
    "Practice Leaders and Advanced Practitioners briefed, QP-04 33%",
)

PLACES = (
    "training at Rowan House went well, WF-04 75%",
    "Grace Street library hosted the roadshow, LG-03 36%",
    "St Bride's CofE Primary and Hazel Grove Academy signed the protocol. PT-03 88%",
    "Alexandra ward and Maple ward are on the new form. QA-04 33%",
    "Jubilee Court team on board, 7 of 7. RK-01 90%",
    "venue is Kelmarsh Hall, NN6 9LY, 10am. LG-04 50%",
    "new office: 3 Civic Square, AR1 4DD, from monday. WF-01 no change",
    "post to PO Box 22, Arden AR2 6XX. QA-03 amber",
    "audit day at Tamebrook Hospital, 120 Station Road, B88 2AA. QA-04 34%",
    "visit to Leeds and North Yorkshire to see their model, LG-03 38%",
    "Heath Lane surgery and Albany practice have gone live. RK-03 51%",
    "Cedar team and Willow team both trained. WF-04 77%",
    "the Elm Park hub has the slides too, WF-04 78%",
    "Stockport family model visited, LG-03 39%",
    "Mercia Police and Tamebrook Hospitals signed, PT-03 90%",
    "Victoria Road depot roadshow done, LG-03 40%",
)

EVERYDAY = (
    "May was poor, June better, now 67%. WF-01",
    "Mark QP-04 as complete please",
    "Will update again on friday, RK-02 amber",
    "will be frank, its amber. PT-04 45%",
    "hope to close by xmas, QA-01 84%",
    "I have faith in the plan, 70% green. RK-01",
    "grace period agreed w the supplier, RK-02 71%",
    "Grant funding of 40k agreed. LG-02 50%",
    "summer was slow but autumn is better, QP-03 34%",
    "Page 3 of the standard reworded. QP-04 36%",
    "Max caseload is 18, avg 17.6. WF-03",
    "joy all round, dashboard live. QA-02 97%",
    "rose from 61 to 68%, WF-01 amber",
    "a chance to bring QA-04 forward, amber",
    "sue for peace with the supplier? RK-02 amber lol",
    "Jan figures in Feb, QA-02 98%",
    "bill for agency is down again, WF-02 57%",
    "we may drop QA-04, impact is low",
    "Christian and Sikh leaders came, LG-03 41%",
    "Recruitment Campaign Live, Interviews Booked, Offers Next Week. WF-01 70% Amber",
    "ALL TEAMS TRAINED, LAST ONE ON FRIDAY. WF-04 80% GREEN",
    "Amber because the Police Feed is late, QA-02 93%",
    "early days, long way to go, short on posts. PT-01 61%",
    "price went up again so LG-02 amber",
    "Hunter system retired, Penny dropped w IT at last. RK-02 73%",
    "case closed on the supplier row, RK-02 green",
    "Good News - Green Again. QP-03 40%",
    "Thursday Friday and Monday sessions full. WF-04 81%",
)

SYSTEMS = (
    "Liquidlogic release 22.4.0 installed, rk02 74",
    "Mosaic upgrade slipped to january, RK-02 amber",
    "Signs of Safety refresher in the slides, QP-02 45%",
    "Working Together 2018 and the Children Act 1989 on the reading list, WF-04 82%",
    "MARAC and MAPPA both on the route now. PT-04 53%",
    "Clare's Law requests go thru the adviser, QP-03 41%",
    "Graded Care Profile 2 licence bought, QP-02 46%",
    "Power BI licences came, QA-02 99%",
    "Herbert Protocol briefing added, PT-01 65%",
    "CAMHS, YOT and Early Help all on the distribution list. PT-04 54%",
    "EMIS build done, SystmOne next. RK-03 52%",
    "Teams channel set up for the MASH Strategic Board, LG-01 94%",
    "Egress and NHSmail both tested for the mailbox, PT-04 55%",
    "Section 47 and Section 17 guidance reworded, QP-04 40%",
    "National Panel letter of 12 Oct answered, LG-01 95%",
)

FIGURES = (
    "LG-02 on cost code 4100337788, 52%",
    "PO 4500091234 raised for the licences, RK-02 74%",
    "ticket 10044871 still open with IT. RK-02 amber",
    "invoice 0044917733 paid, LG-02 53%",
    "FOI 2022/1443 answered, QA-02 no change",
    "RFC 2210088 and CR-0511 approved. RK-02 75%",
    "version 3.12.0 of the form, RK-04 58%",
    "paper 22/12/04b, item 6, minute 31.4. LG-01 96%",
    "budget line 10331-55012-2200 agreed, LG-02 54%",
    "14/11/22 to 28/11/22 sampled, 17 of 20 good. QA-01 85%",
    "s47 in time 86%, ICPC in 15 days 81%, LAC visits 92%. QP-01",
    "CIN 1,204, CP 301, LAC 498. LG-02 no change",
    "28 families spoken to, 5 groups, 2 boroughs. QA-03 60%",
    "12 boys and 9 girls aged 11-16 filled it in, QA-03 61%",
    "31% of the sample were under 5, 12% disabled. QA-01 86%",
    "three sibling groups waited over 45 days, down from 8. QP-01 88%",
    "19 of 20 forms had a DOB and 18 an NHS number. RK-04 61%",
    "UPN match rate up to 91%, QA-02 98%",
    "2021/22 spend was 1.2m, 2022/23 is 1.4m. LG-02 55%",
    "avg age of plans 43 days, oldest 71. QP-01 amber",
    "year 2 funding agreed for both posts, PT-02 68%",
    "5 posts, 3 filled, 2 at offer. PT-01 66%",
    "R-01 4x5, R-02 3x4, R-03 2x3, no change",
)

WORK_HEALTH = (
    "sickness down to 5.1% and turnover 14%. WF-02 58%",
    "stress risk assessments done for all 7 teams, WF-02 59%",
    "two auditors off sick so 32 of 40 done. QA-01 80%",
    "mental health first aiders trained, 12 so far. WF-04 83%",
    "parental mental health module written. WF-04 84%",
    "cancer charity uses our venue, moved the session. WF-04 no change",
    "covid catch up plan agreed w the unions, WF-02 60%",
    "stress levels in the pulse survey fell 4 points, WF-02 61%",
    "burnout came up in 6 exit interviews, WF-02 amber",
    "maternity cover found for one post, WF-01 71%",
)

LEARNED = (
    "audit found bruising in babies was not followed up in 3 of 20, QA-01 82%",
    "disclosure protocol agreed with all schools, PT-03 91%",
    "self harm and suicide prevention slides added. WF-04 85%",
    "sexual abuse pathway out to partners, QP-03 42%",
    "missing children protocol signed by police, PT-01 67%",
    "dip sample of 10 burns and scalds referrals, 9 good. QA-04 36%",
    "neglect toolkit launched, home alone leaflet reprinted. QP-02 47%",
    "knife crime workshop for 40 staff went well, WF-04 86%",
    "domestic abuse notifications up 11% in october. QP-03 amber",
    "learning review: drunk or drugged carers need a second visit. QP-04 41%",
    "father figures were missing from 6 of 20 assessments. QP-02 48%",
    "children told us they want shorter letters, QA-03 62%",
    "lived experience prompts used by every child protection chair. QP-02 49%",
    "return home interviews done in 72 hrs for 88%, PT-01 68%",
)

QUESTIONS = (
    "who owns QP-03 and when is it due",
    "any risk on workforce i should know of",
    "what changed since 14 nov in partnerships",
    "why is QP-03 the domestic abuse one amber",
    "whens the next board and who chairs",
    "show me all reds, hope its a short list",
    "draft the highlight report for Quality of Practice, the DCS wants it tonight",
    "how ready are we for Ofsted and HMICFRS",
    "did the police update PT-01 yet",
    "can u book the Rose Room for 14 dec",
    "is the children's services dashboard in the plan",
    "success measure of QA-04 pls",
    "what does the ICB lead on",
    "who is the deputy for the Designated Nurse",
)

MAILBOXES = (
    "send it to improvement.programme@arden.example, QA-02 green",
    "forms to j.smith2@kent.gov.uk and mash@mercia.police.uk only. RK-04 60%",
)

PASSING = (
    *COLLEAGUES, *ROLES, *PLACES, *EVERYDAY, *SYSTEMS, *FIGURES, *WORK_HEALTH, *LEARNED,
    *QUESTIONS, *MAILBOXES,
)  # fmt: skip

WARNED = (
    "MASH duty line 01632 960111 goes live on monday, QP-01 86%",
    "the adviser's duty mobile 07700 900061 is on the rota, QP-03 43%",
    "requests go to probation.mash@mercia.example from now on, PT-04 56%",
)
