"""``flask users invite``: the first administrator, and whoever else is invited from the command line."""

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import AppGroup

from app.accounts import service
from app.accounts.rules import Role
from app.errors import Refused
from app.organisations import queries
from app.web.locale import staff_languages

users = AppGroup("users", help="The staff.")


@users.command("invite")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--organisation", "code", default=None, help="The code of the organisation, where the role needs one.")
@click.option("--language", default="sv", show_default=True)
def invite(email: str, role: str, code: str | None, language: str) -> None:
    """Mail EMAIL an invitation that works once, and print its link."""
    codes = [one.code for one in staff_languages()]
    if language not in codes:
        known = ", ".join(codes)
        raise click.BadParameter(f"{language} is not one of {known}", param_hint="--language")
    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise click.BadParameter(f"{email} is not an e-mail address", param_hint="EMAIL") from error
    try:
        organisation_id = queries.get_organisation(code.upper()).id if code else None
        invitation = service.invite(email, role, organisation_id, None, language)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"Invited {email} as {role}: {service.invitation_link(invitation, language)}")
