"""The columns that may hold texts about a person, of every table.

They stand here so that a search need not import the classes of all tables, which takes longer than it does.
A test holds this against the tables, and says what it must be: each text and JSON value of each table, but no
keys, and none that the program makes of numbers, hashes and codes, by which a document is found and nothing
is done twice.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class TextColumns:
    """The texts of a table by name, between spaces, after the columns of its primary key; `*` before a name:
    a JSON value."""

    table: str
    names: str
    key: str = "id"


# A table comes after those that it refers to.
TEXT_COLUMNS = (
    TextColumns("alerts", "subject open_key machine"),
    TextColumns("clean_ups", "*counts"),
    TextColumns("daily_run_results", "state"),
    TextColumns("demo_home", "slug"),
    TextColumns("leases", "holder", key="name"),
    TextColumns("mail_channel", "channel"),
    TextColumns(
        "municipalities",
        "slug name language sender reply_to *lead_times *column_map *media_settings *reported_points",
    ),
    TextColumns("municipality_files", "municipality blob", key="path"),
    TextColumns("work_batches", "cycle *items *results"),
    TextColumns("closing_days", "name"),
    TextColumns("gate_snapshots", "*grades"),
    TextColumns("kept_sentences", "text_sha256 sentence *rules reason kept_by"),
    TextColumns("mention_cursors", "server account_id last_id"),
    TextColumns("mentions", "source remote_id url author text answers answers_url"),
    TextColumns("moments", "kind subject period"),
    TextColumns("people", "code name email job"),
    TextColumns("plan_imports", "file *added *changed *deleted *after *marks *before"),
    TextColumns("plan_versions", "file"),
    TextColumns(
        "remarks",
        "code about text text_sha256 submitted_by reply_address answer *earlier_answers picture source",
    ),
    TextColumns("shared_actions", "source code title theme sdgs status worked did_not_work"),
    TextColumns("suppressed_addresses", "email source"),
    TextColumns("documents", "kind subject"),
    TextColumns("edition_decisions", "text_hash name remark introduction *setback_reasons *media source"),
    TextColumns("edition_steps", "text_hash"),
    TextColumns(
        "editions",
        "*story_hashes *story_basis text_hash suspended_run_id *published_media *unrendered_media "
        "*published_stories *told_dates",
        key="moment_id",
    ),
    TextColumns("groups", "code name meets_in"),
    TextColumns("incoming_mails", "fingerprint sender subject text *outcome"),
    TextColumns("invitation_replies", "comment", key="moment_id person_id"),
    TextColumns("meeting_invitations", "role address place", key="moment_id person_id"),
    TextColumns("meeting_steps", "reason"),
    TextColumns(
        "published_claims",
        "story title rule text rests_on action "
        "indicator figure source given_through *media *stays_on reported_as",
    ),
    TextColumns(
        "story_corrections",
        "story_code note *previous *story text_hash suspended_run_id decided_by remark source"
        " file_note file_reasons *unrendered_media",
    ),
    TextColumns("subscribers", "email name reason language"),
    TextColumns(
        "actions",
        "code title description theme sdgs deadline_text budget_text part_of snooze_reason *extra",
    ),
    TextColumns("answer_tokens", "version"),
    TextColumns("confirmations", "version text_sha256"),
    TextColumns("deliveries", "channel role recipient headers remote_id reason lease"),
    TextColumns(
        "meetings",
        "place uid *moves cancellation_reason *guests *topics *discussion *corrections *own_fields "
        "*changed_by announced_name",
        key="moment_id",
    ),
    TextColumns("action_changes", "field *old *new source"),
    TextColumns("action_photos", "caption photographer permission"),
    TextColumns("agenda_points", "reason text_sha256"),
    TextColumns("bounces", "reason"),
    TextColumns("decisions", "text value"),
    TextColumns("gate_acceptances", "text_sha256 *rules reason accepted_by"),
    TextColumns(
        "ideas",
        "code text normalized_text_sha256 theme submitted_by answer *earlier_answers "
        "reply_address picture source",
    ),
    TextColumns("indicators", "code name unit source"),
    TextColumns("open_points", "text"),
    TextColumns("progress_reports", "text source"),
    TextColumns("questions", "subject text *proposal answer reason answered_by answered_through"),
    TextColumns("reminders", "skipped_stages"),
    TextColumns("action_page_publications", "channel created_key"),
)
