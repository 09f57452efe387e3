"""What a street is called."""

# A street by one of these words is an address in any case; by the others where a home is meant.
SURE = (
    "road|rd|lane|ln|avenue|ave|crescent|cres|street|terrace|terr|grove|gardens|gdns|drive|mews"
    "|cul-de-sac"
)
STREET = (
    f"{SURE}|st|close|cl|way|court|ct|place|pl|square|sq|walk|rise|row|hill|green|park|view|meadows?"
    "|yard|mount|croft|end|bank|parade|house|lodge|cottages?|villas?|fields?|heights|buildings"
    "|flats|wharf|quay|vale|dale|brow|fold|gate|path|circus|orchard|leas?|garth|copse|ridge|towers?"
    "|bungalows?|caravan|site|estate|dr|tce|gdn"
)
OF_AN_ORGANISATION = (
    r"(?!\s+(?:teams?|offices?|depots?|librar(?:y|ies)|surger(?:y|ies)|centres?|clinics?|hospitals?|hubs?|schools?"
    r"|academ(?:y|ies)|practices?|stations?|nurser(?:y|ies)))"
)
