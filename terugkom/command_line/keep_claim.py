"""The command that keeps a sentence of the open edition: claims keep."""

from argparse import Namespace

from terugkom import clock
from terugkom.claims.kept_sentences import KeptLine
from terugkom.command_line.printing import print_json, print_line, print_recorded_name
from terugkom.editions.keep_claim import keep_claim
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality


def keep_sentence(given: Namespace) -> bool:
    """Keep a sentence of the open edition with a reason."""
    today = given.today or clock.today()
    with open_installation() as installation, installation.database.write_session() as session:
        municipality = choose_municipality(session, given.municipality)
        kept = keep_claim(
            session,
            municipality,
            installation.edition_folders,
            KeptLine(given.words, given.reason, given.by),
            today,
            clock.now(),
        )
    if given.json:
        shown = {"sentence": kept.sentence, "rules": kept.rules, "reason": kept.reason, "by": kept.kept_by}
        print_json(shown)
    else:
        print_line(f"“{kept.sentence}” is kept until it is changed; who approves reads the reason.")
        print_recorded_name(kept.kept_by, given.by)
    return False
