"""What a log might show of a failure."""


def everything_shown(failure: BaseException | None) -> list[str]:
    """Show an exception and all that it is chained to, as any log might."""
    if failure is None:
        return []
    own = [str(failure), repr(failure), repr(failure.args)]
    return [*own, *everything_shown(failure.__cause__), *everything_shown(failure.__context__)]
