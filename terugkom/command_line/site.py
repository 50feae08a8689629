"""The command site: the pages that mails link to."""

from argparse import Namespace

from terugkom.command_line.printing import print_line
from terugkom.installation import open_installation


def serve_site(given: Namespace) -> bool:
    """Serve the pages on this machine until interrupted; a reverse proxy with TLS makes them public."""
    from terugkom.site.run_site import run_site

    with open_installation() as installation:
        port = given.port or installation.settings.site_port
        print_line(f"The pages are at http://{given.host}:{port}.")
        if not installation.settings.site_url:
            print_line("Set TERUGKOM_SITE_URL to their public address; without it no mail links to them.")
        run_site(installation, given.host, port)
    return False
