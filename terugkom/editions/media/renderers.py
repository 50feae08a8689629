"""The function that renders each medium, in the guide's order.

The code of conduct is not included: it is not part of an edition, and is sent when its version changes
(see `terugkom.editions.media.code_of_conduct`). Its rules are on the intranet with each edition.
"""

from collections.abc import Callable, Mapping

from terugkom.editions.media import (
    bulletin,
    idea_box,
    intranet,
    job_advert,
    newsletter,
    press_release,
    print_pieces,
    social,
    staff_magazine,
    staff_meeting,
    website,
)
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.rendered import Made
from terugkom.editions.proof import Proof
from terugkom.plan.media import Medium

Maker = Callable[[Proof, Kit], Made]

MAKERS: Mapping[Medium, Maker] = {
    Medium.NEWSLETTER: newsletter.made,
    Medium.STAFF_MAGAZINE: staff_magazine.made,
    Medium.INTRANET: intranet.made,
    Medium.STAFF_MEETING: staff_meeting.made,
    Medium.IDEA_BOX: idea_box.made,
    Medium.WEBSITE: website.made,
    Medium.BULLETIN: bulletin.made,
    Medium.PUBLIC_SPACE: print_pieces.made,
    Medium.PRESS: press_release.made,
    Medium.JOBS: job_advert.made,
    Medium.SOCIAL: social.made,
}
