"""The migrations, and what holds a database against them: see the README beside this file."""
