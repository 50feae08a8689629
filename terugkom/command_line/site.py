"""The command site: the pages that mails link to."""

from argparse import Namespace
from dataclasses import replace

from terugkom.command_line.printing import print_line, print_unwrapped
from terugkom.installation import open_installation


def serve_site(given: Namespace) -> bool:
    """Serve the pages on this machine until interrupted; a reverse proxy with TLS makes them public."""
    from terugkom.demo_day import find_today
    from terugkom.site.demo_link import create_demo_link
    from terugkom.site.run_site import run_site

    with open_installation() as installation:
        port = given.port or installation.settings.site_port
        settings = installation.settings.model_copy(update={"site_port": port})
        installation = replace(installation, settings=settings)  # the links of the demo have this port too
        print_line(f"The pages are at http://{given.host}:{port}.")
        if page := create_demo_link(installation, find_today(installation.is_demo)):
            print_unwrapped(f"What an owner of the demo sees by the link in a mail: {page}")
        elif not installation.settings.site_url:
            print_line("Set TERUGKOM_SITE_URL to their public address; without it no mail links to them.")
        run_site(installation, given.host, port)
    return False
