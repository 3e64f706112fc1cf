"""Which question stands before each door: every address of the program, classified by hand.

A door that is not here fails the sweep, and so does a line here without its door: whoever adds a page says who reads it.
"""

from tests.support.doors import Door

PUBLIC = "everybody, only what is published or belongs to nobody"
OWN = "the account itself, about itself"
SIGNING_IN = "the way in and out"
RECORDS = "records that visible_records shows"
DUTIES = "duties that visible_duties shows"
FIGURES = "counts, with the permission to count over the unit"
OFFICERS = "every officer, nothing of a case in it"
MANAGED = "whom a permission lets manage it, nothing of a case in it"
TOKEN = "the bearer of a secret, within what its account may read now"

DOORS: dict[str, str] = {
    "health": PUBLIC,
    "portal:home": PUBLIC,
    "portal:report": PUBLIC,
    "portal:download": PUBLIC,
    "portal:figure": PUBLIC,
    "portal:track": PUBLIC,
    "portal:law": PUBLIC,
    "portal:texts": PUBLIC,
    "portal:rule": PUBLIC,
    "portal:topic": PUBLIC,
    "portal:verify": PUBLIC,
    "portal:units": PUBLIC,
    "portal:unit": PUBLIC,
    "ui:gallery": PUBLIC,
    **dict.fromkeys(
        [
            *("org:people", "org:person", "org:add", "org:link", "org:lock", "org:unlock", "org:move"),
            *("org:give", "org:end", "org:hold", "org:leave"),
            *("org:units_import", "org:units_file"),
        ],
        MANAGED,
    ),
    "org:roles": OFFICERS,
    **dict.fromkeys(
        [
            *("org:delegations", "org:delegate", "org:delegate_role", "org:end_delegation"),
            *("org:tokens", "org:make_token", "org:revoke_token"),
        ],
        OWN,
    ),
    "api:openapi-json": PUBLIC,
    "api:units": TOKEN,
    "api:records": TOKEN,
    "api:duties": TOKEN,
    "api:rule": TOKEN,
    "api:api-root": PUBLIC,
    "api-top": PUBLIC,
    "api-unknown": PUBLIC,
    "records:worklist": RECORDS,
    "records:page": RECORDS,
    "records:publish": RECORDS,
    "records:move": RECORDS,
    "records:list": RECORDS,
    "records:export": RECORDS,
    "records:open": RECORDS,
    "records:drop_draft": OWN,
    "records:calendar": OFFICERS,
    "records:calendar_change": MANAGED,
    "reports:list": FIGURES,
    "reports:begin": FIGURES,
    "reports:page": FIGURES,
    "reports:sign": FIGURES,
    "reports:amend": FIGURES,
    "reports:publish": FIGURES,
    "reports:behind": RECORDS,
    "reports:download": FIGURES,
}
# Below this address stands what django-allauth brings and what we closed of it: the asker's own account, nothing else.
SIGNING_IN_BELOW = "tai-khoan/"


def question_of(door: Door) -> str | None:
    """The question before a door; None for one that nobody has classified."""
    return SIGNING_IN if door.route.startswith(SIGNING_IN_BELOW) else DOORS.get(door.name)
