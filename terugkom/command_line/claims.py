"""The command that lists claims: claims list."""

from argparse import Namespace
from typing import Any

from terugkom import clock
from terugkom.claims.claim_rows import PublishedClaim
from terugkom.claims.outdated_claims import OutdatedClaim, find_outdated, list_published_claims
from terugkom.claims.plan_evidence import load_plan_evidence
from terugkom.command_line.printing import print_json, print_table
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality


def list_claims(given: Namespace) -> bool:
    """Print the published claims; exit status 1 if one that readers still find no longer holds."""
    today = given.today or clock.today()
    with open_installation() as installation, installation.database.read_session() as session:
        municipality = choose_municipality(session, given.municipality)
        evidence = load_plan_evidence(session, municipality.id, today)
        found = [
            (claim, find_outdated(claim, evidence, today))
            for claim in list_published_claims(session, municipality.id)
        ]
        rows = [claim_as_json(claim, outdated) for claim, outdated in found]
    if given.json:
        print_json(rows)
    else:
        _print_claims(rows)
    return any(row["no_longer_holds"] and row["stays_on"] for row in rows)


def claim_as_json(claim: PublishedClaim, outdated: OutdatedClaim | None) -> dict[str, Any]:
    """Return a published claim as `terugkom claims list --json` prints it."""
    plain = (
        "story",
        "title",
        "text",
        "rule",
        "rests_on",
        "action",
        "indicator",
        "value",
        "figure",
        "proved_on",
    )
    more = ("source", "given_through", "holds_until", "media", "stays_on", "published_on", "reported_on")
    return {
        "edition": claim.moment.period,
        "kind": claim.kind.value,
        **{name: getattr(claim, name) for name in (*plain, *more)},
        "given_by": claim.given_by.name if claim.given_by else "",
        "kept_because": claim.kept.reason if claim.kept else "",
        "kept_by": claim.kept.kept_by if claim.kept else "",
        "no_longer_holds": outdated.reason.value if outdated else "",
    }


def _print_claims(rows: list[dict[str, Any]]) -> None:
    cells = (
        (
            *(row["edition"], row["kind"], row["text"], row["action"], row["source"] or row["kept_because"]),
            *(row["holds_until"], ", ".join(row["stays_on"]), row["no_longer_holds"]),
        )
        for row in rows
    )
    headers = ("Edition", "Kind", "Claim", "Action", "Rests on", "Until", "Stays on", "No longer holds")
    print_table(headers, cells)
