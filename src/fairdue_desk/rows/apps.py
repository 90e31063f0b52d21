"""Django's entry for the rows."""

from django.apps import AppConfig


class RowsConfig(AppConfig):
    """The tables of the house."""

    name = "fairdue_desk.rows"
    label = "rows"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Fairdue"
