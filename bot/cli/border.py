"""The border of the commands: errors of ours end here in one plain line, and help ends with examples."""

import click

from bot import terminal
from bot.errors import BotError
from retrieval import RetrievalError


class Command(click.Command):
    """A command whose help ends with examples, each on a line of its own."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples as they stand."""
        del ctx
        with formatter.section("Examples"):
            for example in (self.epilog or "").splitlines():
                formatter.write(f"  python -m bot {example}\n")


class Commands(Command, click.Group):
    """The border at which an error of ours ends: one plain line, never a traceback."""

    command_class = Command
    group_class = type

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (BotError, RetrievalError) as error:
            click.echo(f"Error: {terminal.safe(' '.join(str(error).split()))}", err=True)
            ctx.exit(error.exit_status if isinstance(error, BotError) else 1)
