"""Lists of people as text (.csv and its kin) into a roster."""

from shown import show
from surroundings import folder, written
from yes_to_all import Yes

from drillctl.files.roster_import import Wanted, import_roster
from drillctl.files.rosters_alone import read_rosters


def one(data: bytes, name: str = "any.csv") -> None:
    """Imports it into a new roster, which can be read, or says what is wrong."""
    path = written(name, data)
    into = folder() / "new-roster.yaml"
    # Rows that are wrong can be left out; where none is, or no table is found, that changes nothing.
    for partial in (False, True):
        wanted = Wanted(
            [str(path)], str(into), timezone="UTC", team="sky", kind="volunteer", partial=partial
        )
        result = import_roster(wanted, Yes())
        show(result.problems, {})
        if result.merged is None:
            assert result.problems
            if not result.layouts:
                break
        else:
            again = read_rosters({"r.yaml": result.merged.text.encode()})
            assert not again.problems, again.problems
            break
