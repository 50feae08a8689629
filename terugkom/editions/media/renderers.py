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
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.plan.media import Medium

Renderer = Callable[[Proof, MediaContext], RenderedMedium]

RENDERERS: Mapping[Medium, Renderer] = {
    Medium.NEWSLETTER: newsletter.render,
    Medium.STAFF_MAGAZINE: staff_magazine.render,
    Medium.INTRANET: intranet.render,
    Medium.STAFF_MEETING: staff_meeting.render,
    Medium.IDEA_BOX: idea_box.render,
    Medium.WEBSITE: website.render,
    Medium.BULLETIN: bulletin.render,
    Medium.PUBLIC_SPACE: print_pieces.render,
    Medium.PRESS: press_release.render,
    Medium.JOBS: job_advert.render,
    Medium.SOCIAL: social.render,
}
