"""Which function makes which medium, in the guide's order.

The code of conduct is not among them: it is of no edition, and goes out when its version changes
(see `terugkom.media.code_of_conduct`). Its rules are on the intranet with each edition.
"""

from collections.abc import Callable, Mapping

from terugkom.edition.proof import Proof
from terugkom.media import (
    bulletin,
    idea_box,
    intranet,
    jobs,
    newsletter,
    press,
    public_space,
    social,
    staff_magazine,
    staff_meeting,
    website,
)
from terugkom.media.kit import Kit
from terugkom.media.medium import Made, Medium

Maker = Callable[[Proof, Kit], Made]

MAKERS: Mapping[Medium, Maker] = {
    Medium.NEWSLETTER: newsletter.made,
    Medium.STAFF_MAGAZINE: staff_magazine.made,
    Medium.INTRANET: intranet.made,
    Medium.STAFF_MEETING: staff_meeting.made,
    Medium.IDEA_BOX: idea_box.made,
    Medium.WEBSITE: website.made,
    Medium.BULLETIN: bulletin.made,
    Medium.PUBLIC_SPACE: public_space.made,
    Medium.PRESS: press.made,
    Medium.JOBS: jobs.made,
    Medium.SOCIAL: social.made,
}
