"""The acts of each wing of the house; see stage.py and acts.py."""

from . import finding, overview, people, pipeline, setup, structure, talk, versions

WINGS = [wing.ACTS for wing in (finding, overview, people, pipeline, setup, structure, talk, versions)]
