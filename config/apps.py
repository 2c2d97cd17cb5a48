"""Which files of the front-end packages are worth collecting: the rest would only be compressed for half a minute."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class Static(StaticFilesConfig):
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *("*.rtl.*", "*-grid.*", "*-reboot.*", "*-utilities.*", "*.esm.*", "bootstrap.css*", "bootstrap.js*"),
        *("bootstrap.bundle.js*", "bootstrap.min.js*", "bootstrap-icons.css", "bootstrap-icons.json", "*.scss", "*.ts"),
        *("htmx-4*", "htmax-*", "htmx-2.js", "ext"),
    ]
