"""The day on which commands act in the home of the demo: at the weekend the next working day."""

from argparse import Namespace

from terugkom.command_line.home import is_marked_as_demo

_DELIVER = "deliver"  # a cycle that takes no day


def set_demo_day(given: Namespace) -> None:
    """Give a command of the demo's home its day, if none was given and today is no working day.

    The command `demo` says so itself. Elsewhere nothing is imported for this.
    """
    takes_day = "today" in given and given.today is None and getattr(given, "cycle", "") != _DELIVER
    if not takes_day or given.name_of_command == "demo" or not is_marked_as_demo(given.home.path):
        return
    from terugkom import clock
    from terugkom.demo_day import find_today

    day = find_today(lambda: True)
    given.today = day if day != clock.today() else None
