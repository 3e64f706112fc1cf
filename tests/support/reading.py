"""Which question stands before each door: every address of the program, classified by hand.

A door that is not here fails the sweep, and so does a line here without its door: whoever adds a page says who reads it.
"""

from tests.support.doors import Door

PUBLIC = "everybody, only what is published or belongs to nobody"
BUILDERS = "who builds the program: absent in production, nothing of the database on it"
OWN = "the account itself, about itself"
SIGNING_IN = "the way in and out"
RECORDS = "records that visible_records shows"
DUTIES = "duties that visible_duties shows"
FIGURES = "counts, with the permission to count over the unit"
HISTORY = "who changed which record, with the permission to see the history; nothing of what it holds"
FORWARDED = "letters that the account's body forwarded: number, days, unit, state and answer; of a tố cáo number, day, state"
PAPERS = "papers of units where the account gives numbers; of a sealed record's nothing but that one waits"
OFFICERS = "every officer, nothing of a case in it"
MANAGED = "whom a permission lets manage it, nothing of a case in it"
CLASSIFIED = "what lies sealed, with the permission to classify at its unit"
HELD = "a sealed case: what lies in it by an open key that was given, the rest by holders and the unit's head"
VISITOR = "the visitor whose cookie or code opens the form, and nobody else"
TOKEN = "the bearer of a secret, within what its account may read now"

DOORS: dict[str, str] = {
    "health": PUBLIC,
    "portal:home": PUBLIC,
    "portal:report": PUBLIC,
    "portal:download": PUBLIC,
    "portal:figure": PUBLIC,
    **dict.fromkeys(
        [
            "portal:track",
            "portal:track_add",
            "portal:track_rate",
            "portal:track_not_done",
            "portal:track_paper",
        ],
        PUBLIC,
    ),
    **dict.fromkeys(
        [
            *("portal:filing", "portal:filing_step", "portal:filing_check", "portal:filing_sent"),
            *("portal:filing_resume", "portal:filing_drop"),
        ],
        VISITOR,
    ),
    **dict.fromkeys(["portal:filing_denunciation", "portal:filing_leave", "portal:denounce"], PUBLIC),
    **dict.fromkeys(["portal:following", "portal:following_send", "portal:following_paper"], VISITOR),
    "portal:feedback": PUBLIC,
    "portal:feedback_photo": PUBLIC,
    "portal:feedback_item": PUBLIC,
    "feedback:edit": RECORDS,
    "feedback:days": MANAGED,
    **dict.fromkeys(["portal:receiving", "portal:receiving_of", "portal:receiving_book"], PUBLIC),
    **dict.fromkeys(["portal:receiving_code", "portal:receiving_cancel"], TOKEN),
    "portal:law": PUBLIC,
    "portal:texts": PUBLIC,
    "portal:rule": PUBLIC,
    "portal:topic": PUBLIC,
    "portal:verify": PUBLIC,
    **dict.fromkeys(["portal:history", "portal:history_json", "portal:history_text"], PUBLIC),
    "portal:duties": PUBLIC,
    "portal:duties_of": PUBLIC,
    "portal:units": PUBLIC,
    "portal:unit": PUBLIC,
    "ui:gallery": BUILDERS,
    **dict.fromkeys(
        [
            *("org:people", "org:person", "org:add", "org:link", "org:lock", "org:unlock", "org:move"),
            *("org:give", "org:end", "org:hold", "org:leave"),
            *("org:units_import", "org:units_file"),
            *("org:unit_acts", "org:new_unit_act", "org:fill_unit_act", "org:unit_act"),
            *("org:confirm_unit_act", "org:withdraw_unit_act"),
            *("records:letters_of_units", "records:letter_plans", "records:letter_plan_write"),
            *("records:letter_copied", "records:letter_again"),
        ],
        MANAGED,
    ),
    "org:roles": OFFICERS,
    **dict.fromkeys(
        [
            *("org:delegations", "org:delegate", "org:delegate_role", "org:end_delegation"),
            *("org:tokens", "org:make_token", "org:revoke_token"),
            *(
                "records:letters",
                "records:letter",
                "records:letter_wishes",
                "records:feed_make",
                "records:feed_end",
            ),
        ],
        OWN,
    ),
    "api:openapi-json": PUBLIC,
    "api:units": TOKEN,
    "api:records": TOKEN,
    "api:duties": TOKEN,
    "api:rule": TOKEN,
    "api:api-root": PUBLIC,
    **dict.fromkeys(
        [
            f"open311:{name}"
            for name in ("discovery", "services", "definition", "requests", "token", "unknown")
        ],
        PUBLIC,
    ),
    "open311:request": TOKEN,
    "api-top": PUBLIC,
    "api-unknown": PUBLIC,
    **dict.fromkeys(
        [f"reception:{name}" for name in ("schedule", "session", "move", "online", "conclude", "follow")]
        + [f"reception:{name}" for name in ("done", "day", "mark", "log", "log_file")],
        RECORDS,
    ),
    **dict.fromkeys([f"reception:{name}" for name in ("plan", "urgent", "hours", "hours_end")], RECORDS),
    **dict.fromkeys(["counter:counter", "counter:slip", "counter:minutes"], RECORDS),
    **dict.fromkeys(["counter:draw_ticket", "counter:ticket"], OFFICERS),
    **dict.fromkeys(
        [
            *("petitions:like_pairs", "petitions:like_pair", "petitions:like_decide", "petitions:like_ask"),
            "petitions:like_typing",
            *("petitions:tie_join", "petitions:tie_split", "petitions:tie_second", "petitions:tie_part"),
            "petitions:tie_denounced",
        ],
        RECORDS,
    ),
    **dict.fromkeys(
        [f"petitions:hard{name}" for name in ("", "_proposals", "_print", "_file", "_matter")], RECORDS
    ),
    "petitions:forwarded": FORWARDED,
    "records:worklist": RECORDS,
    "records:page": RECORDS,
    "records:publish": RECORDS,
    "petitions_mail:incoming": RECORDS,
    "records:envelope": RECORDS,
    "records:envelope_seal": RECORDS,
    "records:envelope_destroy": RECORDS,
    "records:file_attach": RECORDS,
    "records:file": RECORDS,
    "records:file_page": RECORDS,
    "records:file_thumb": RECORDS,
    "records:file_original": RECORDS,
    "records:file_text": RECORDS,
    "records:file_remove": RECORDS,
    "records:say": RECORDS,
    "records:held_checked": RECORDS,
    "records:held": RECORDS,
    "records:move": RECORDS,
    "records:list": RECORDS,
    "records:export": RECORDS,
    "records:export_book": RECORDS,
    "records:assign": RECORDS,
    **dict.fromkeys(
        [
            "books:books",
            "books:book",
            "books:mend",
            "books:take",
            "books:drop",
            "books:balances",
            "books:balance",
        ],
        CLASSIFIED,
    ),
    **dict.fromkeys(
        [f"national:{name}" for name in ("waiting", "paste", "make", "reconcile", "confirm", "code")], RECORDS
    ),
    # Rows for the head alone, those that visible_records shows; who counts sees totals of units.
    **dict.fromkeys([f"retention:{name}" for name in ("list", "hold", "end")], RECORDS),
    "personal_data:ask": RECORDS,
    "personal_data:opened": CLASSIFIED,
    "portal:data_request": PUBLIC,
    "records:open": RECORDS,
    "records:papers": RECORDS,
    "records:paper_prepare": RECORDS,
    "records:paper": RECORDS,
    "records:paper_file": RECORDS,
    "records:paper_cancel": RECORDS,
    "records:paper_signed": RECORDS,
    "records:paper_agree": RECORDS,
    "records:paper_delivery": RECORDS,
    "records:paper_issue": PAPERS,
    "records:clerk": PAPERS,
    "records:clerk_incoming": RECORDS,
    "records:series": MANAGED,
    "records:series_of": MANAGED,
    "records:drop_draft": OWN,
    "records:handovers": RECORDS,
    "records:handover": RECORDS,
    "records:handover_print": RECORDS,
    "records:matrix": DUTIES,
    "records:matrix_file": DUTIES,
    "records:duty": DUTIES,
    "records:duty_excuse": DUTIES,
    "calendar_feed": TOKEN,
    "records:history": HISTORY,
    "records:law_changes": DUTIES,
    "records:law_adopt": DUTIES,
    "records:calendar": OFFICERS,
    "records:seal_modes": OFFICERS,
    "records:hand_up": OFFICERS,
    **dict.fromkeys(
        [f"seal:{name}" for name in ("own_key", "make", "change", "lose", "unlock", "lock")], OWN
    ),
    **dict.fromkeys(
        [
            f"seal:{name}"
            for name in (
                *("case", "choose", "take", "add", "open", "file", "original"),
                *("redact", "give", "end", "reseal", "write"),
            )
        ]
        + ["seal:give_paper"]
        + [f"seal:{name}" for name in ("waive", "release", "released", "unrelease", "hand_over", "book")],
        HELD,
    ),
    **dict.fromkeys(
        [f"seal:recovery{name}" for name in ("", "_make", "_lean", "_print", "_begin", "_finish")], MANAGED
    ),
    **dict.fromkeys([f"seal:roster{name}" for name in ("", "_choose", "_end")], MANAGED),
    "records:seal_mode_decide": MANAGED,
    "records:calendar_change": MANAGED,
    "reports:list": FIGURES,
    "reports:begin": FIGURES,
    "reports:page": FIGURES,
    "reports:read": FIGURES,
    "reports:take": FIGURES,
    "reports:two": FIGURES,
    "reports:taken": FIGURES,
    "reports:sign": FIGURES,
    **dict.fromkeys(["reports:loaded_forms", "reports:loaded_form", "reports:blank_book"], MANAGED),
    **dict.fromkeys(["reports:checks", "reports:choose_tree"], FIGURES),
    "reports:compose": FIGURES,
    "reports:compose_save": FIGURES,
    "reports:lead": FIGURES,
    "reports:amend": FIGURES,
    "reports:publish": FIGURES,
    "reports:behind": RECORDS,
    "reports:download": FIGURES,
    "reports:signatures": FIGURES,
    "reports:file_to_sign": FIGURES,
    "reports:signed_copy": FIGURES,
    **dict.fromkeys(["reports:owed", "reports:below", "reports:end_order", "reports:excuse"], FIGURES),
    **dict.fromkeys(["reports:table", "reports:table_file"], FIGURES),
    **dict.fromkeys(
        ["reports:step", "reports:give_back", "reports:add_note", "reports:change_note"], FIGURES
    ),
}
# What runs without anybody asking, and for whom it reads.
JOBS: dict[str, str] = {
    "danvan.records.tasks.daily_jobs": "starts the daily jobs; reads nothing",
    "gui_thu": "the outbox: an address or number, no record but the code of a receipt that goes to its own sender",
    "niem_phong_het_han": "days of releases and open keys of the seal that have run out; opens none",
    "don_noi_nhan": "days of sealed addresses; opens none",
    "danvan.config.tasks.write_recovery": "an account's address",
    "danvan.config.tasks.write_warning": "an account's address",
    "don_phien_het_han": "sessions that have ended",
    "don_ban_nhap_cong": "days of forms that nobody sent; their text is closed to it",
    "de_xuat_ban_giao": "which open records stand at a unit that has ended; proposes to whom they go",
    "hoc_goi_y": "settled released letters, for weights that hold no word of them",
    "chi_muc_don": "released letters without an index, for the search and the duplicates of those who read them",
    "goc_lich_su": "the hashes of the history; nothing of what it holds",
    "nghia_vu_dinh_ky": "which units have done what, for the units themselves",
    "lay_thu_den": "new messages of the mailboxes, sealed at once; tells outcomes alone",
    "doc_chu": "the file it is told of, which it draws small and reads; keeps the text beside it",
    "quet_lai": "originals that wait for the virus scanner, in memory; tells how many",
    "van_ban_doi": "the record it is told of, for the indexes of its text",
    "doc_lai_van_ban": "which files wait to be read",
    "don_tep_mo_coi": "names of files on the disk",
    "thu_buoi_sang": "duties, by the rights of each addressee; how much came into the sealed cases that he holds",
}
# What the command line reads: it runs on the server's own account, which sees the whole database; no command prints a
# person, a letter's text or what a sealed record is about.
COMMANDS: dict[str, str] = {
    "run": "nothing",
    "report": "counts",
    "sign-all": "an account's own right to sign; prints counts and refusals",
    "snapshot": "days, numbers and words of lists of every record; no text, no person",
    "files-move": "bytes under seal, never opened; prints keys of rows and counts",
    "files-renew": "files of released records, written anew in memory; prints keys of rows and counts",
    "seal-adopt": "marks of the seal: prints tables, keys of rows and days; opens nothing",
    "verify": "a signed package, or the whole history: prints tables, keys, and numbers of records that are not sealed",
    "read-report": "the file that it is given",
    "packages-out": "tố cáo of a machine apart: numbers, days, lists; writes nothing else",
    "packages-in": "a signed package; writes by the rights of the account named",
    "packages-key": "the fingerprint of a unit's machine apart; another one by its own head alone",
    "units": "units",
    "units-import": "units",
    "law": "the rule book",
    "retention": "numbers, rules and days of records whose time of keeping is over",
    "law changes": "numbers, rules and days of open records",
    "suggestions train": "settled released letters; prints totals",
    "load-demo": "writes the illustrative set",
    "sign-in": "an account's ways to sign in",
    "intake-key": "ids of the intake keys",
    "intake-key forget": "how many envelopes each intake key holds",
    "first-admin": "accounts",
}
# Below this address stands what django-allauth brings and what we closed of it: the asker's own account, nothing else.
SIGNING_IN_BELOW = "tai-khoan/"


def question_of(door: Door) -> str | None:
    """The question before a door; None for one that nobody has classified."""
    return SIGNING_IN if door.route.startswith(SIGNING_IN_BELOW) else DOORS.get(door.name)
