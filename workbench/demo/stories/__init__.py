"""What became of each base of the earlier calls, told line by line."""

from workbench.demo.stories.established import DIARY as ESTABLISHED
from workbench.demo.stories.reading import Act, Story, read_stories
from workbench.demo.stories.under_way import DIARY as UNDER_WAY

__all__ = ["STORIES", "Act", "Story"]

STORIES: tuple[Story, ...] = (*read_stories(ESTABLISHED), *read_stories(UNDER_WAY))
