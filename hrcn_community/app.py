"""create_app: the one place where every part of the house is named."""

from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, read_settings
from hrcn_community.access.guard import register_guard
from hrcn_community.access.unmet import StepUpNeeded, TwoStepOverdue
from hrcn_community.audit.actions import log_read
from hrcn_community.consultations.following import AT_ONCE
from hrcn_community.consultations.routes import consultations
from hrcn_community.core.assets import register_assets
from hrcn_community.core.at_once import register_at_once
from hrcn_community.core.cache import register_cache
from hrcn_community.core.db import db
from hrcn_community.core.errors import register_error_pages
from hrcn_community.core.logs import configure_logs, register_logs
from hrcn_community.core.templates import register_templates
from hrcn_community.core.web import House, add_headers, csrf
from hrcn_community.discussions.routes import discussions
from hrcn_community.knowledge.answer_pages import answers
from hrcn_community.knowledge.routes import knowledge
from hrcn_community.learning.routes import learning
from hrcn_community.notifications.replying import register_answers
from hrcn_community.notifications.topics import register_words
from hrcn_community.privacy.handing_over import register_handovers
from hrcn_community.privacy.owned import register_owned
from hrcn_community.privacy.retention import register_retention
from hrcn_community.reactions import HANDOVER, OWNED, QUIET_ROOMS, RETENTION, WORDS
from hrcn_community.site.accepting import accepting, register_accepting
from hrcn_community.site.account import account, ask_to_sign_in
from hrcn_community.site.admin import admin
from hrcn_community.site.admin_house import admin_house
from hrcn_community.site.admin_invitations import admin_invitations
from hrcn_community.site.admin_log import admin_log
from hrcn_community.site.admin_people import admin_people
from hrcn_community.site.admin_register import admin_register
from hrcn_community.site.admin_roles import admin_roles
from hrcn_community.site.admin_terms import admin_terms
from hrcn_community.site.admin_worker import admin_worker
from hrcn_community.site.cities import cities
from hrcn_community.site.claims import claims
from hrcn_community.site.distances import distances
from hrcn_community.site.drafts import drafts
from hrcn_community.site.editing_pages import editing_pages
from hrcn_community.site.erased_names import erased_names
from hrcn_community.site.feeds import feeds
from hrcn_community.site.files import files, register_files
from hrcn_community.site.handing_over import handing_over
from hrcn_community.site.health import health
from hrcn_community.site.held import held
from hrcn_community.site.home import home
from hrcn_community.site.joining import joining
from hrcn_community.site.keeping import keeping
from hrcn_community.site.layout import register_layout
from hrcn_community.site.mailed_replies import ANSWERED
from hrcn_community.site.moderation import moderation
from hrcn_community.site.moderation_appeals import moderation_appeals
from hrcn_community.site.moderation_filing import moderation_filing
from hrcn_community.site.moderation_statements import moderation_statements
from hrcn_community.site.notes import notes
from hrcn_community.site.notice_settings import notice_settings
from hrcn_community.site.notifications import notifications
from hrcn_community.site.opening import opening
from hrcn_community.site.organisations import organisations
from hrcn_community.site.own_address import own_address
from hrcn_community.site.own_affiliations import own_affiliations
from hrcn_community.site.own_invitations import own_invitations
from hrcn_community.site.pages import pages
from hrcn_community.site.people import people
from hrcn_community.site.polls import polls
from hrcn_community.site.posts import posts
from hrcn_community.site.provider import provider
from hrcn_community.site.pseudonyms import pseudonyms
from hrcn_community.site.publishing import publishing
from hrcn_community.site.readers import readers
from hrcn_community.site.running import running
from hrcn_community.site.search import search
from hrcn_community.site.second_step import second_step
from hrcn_community.site.settings import settings as own_settings
from hrcn_community.site.space_invitations import space_invitations
from hrcn_community.site.spaces import spaces
from hrcn_community.site.step_up import ask_to_step_up, stepping
from hrcn_community.site.styleguide import styleguide
from hrcn_community.site.taking_along import taking_along
from hrcn_community.site.transparency import transparency
from hrcn_community.site.two_step import lead_to_two_step, two_step
from hrcn_community.site.unmasking import unmasking
from hrcn_community.site.unsubscribing import unsubscribing
from hrcn_community.site.watching import watching
from hrcn_community.workshops.routes import workshops

BLUEPRINTS = (
    home,
    account,
    joining,
    people,
    own_settings,
    second_step,
    stepping,
    two_step,
    own_address,
    own_affiliations,
    provider,
    notice_settings,
    pseudonyms,
    claims,
    distances,
    admin,
    pages,
    spaces,
    opening,
    feeds,
    running,
    held,
    posts,
    unmasking,
    polls,
    drafts,
    files,
    discussions,
    learning,
    workshops,
    consultations,
    knowledge,
    answers,
    publishing,
    cities,
    notifications,
    unsubscribing,
    search,
    watching,
    notes,
    accepting,
    editing_pages,
    keeping,
    readers,
    handing_over,
    health,
    styleguide,
    taking_along,
    erased_names,
    admin_worker,
    admin_terms,
    admin_log,
    admin_house,
    moderation,
    moderation_filing,
    moderation_statements,
    moderation_appeals,
    transparency,
    admin_people,
    admin_roles,
    admin_invitations,
    admin_register,
    own_invitations,
    space_invitations,
    organisations,
)
migrate = Migrate(directory=str(ROOT / "migrations"), render_as_batch=True)


def create_app(settings: Mapping[str, object] | None = None) -> Flask:
    """Return the application; `settings` override what the environment says."""
    configure_logs()
    given = read_settings() | dict(settings or {})
    app = House(
        "hrcn_community",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(given["INSTANCE_PATH"]),
    )
    app.config.update(given)
    app.jinja_env.undefined = StrictUndefined
    register_templates(app)
    Path(app.instance_path).mkdir(parents=True, exist_ok=True)
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]
    db.init_app(app)
    migrate.init_app(app, db)
    csrf.init_app(app)
    register_logs(app)
    register_layout(app)
    register_guard(app, log_read)
    register_assets(app)
    register_cache(app)
    register_files(app)
    register_words(app, WORDS, QUIET_ROOMS)
    register_answers(app, ANSWERED)
    register_at_once(app, AT_ONCE)
    register_owned(app, OWNED)
    register_retention(app, RETENTION)
    register_handovers(app, HANDOVER)
    register_accepting(app)
    register_error_pages(app)
    app.register_error_handler(401, ask_to_sign_in)
    app.register_error_handler(StepUpNeeded, ask_to_step_up)
    app.register_error_handler(TwoStepOverdue, lead_to_two_step)
    app.after_request(add_headers)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
