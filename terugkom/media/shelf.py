"""Which function makes which medium, in the guide's order.

The code of conduct is not among them: it is of no edition, and goes out when its version changes
(see `terugkom.media.code_of_conduct`). Its rules are on the intranet with each edition.
"""

from collections.abc import Callable, Mapping

from terugkom.edition.proof import Proof
from terugkom.media import idea_box, intranet, newsletter, social, website
from terugkom.media.kit import Kit
from terugkom.media.medium import Made, Medium

Maker = Callable[[Proof, Kit], Made]

MAKERS: Mapping[Medium, Maker] = {
    Medium.NEWSLETTER: newsletter.made,
    Medium.INTRANET: intranet.made,
    Medium.IDEA_BOX: idea_box.made,
    Medium.WEBSITE: website.made,
    Medium.SOCIAL: social.made,
}
